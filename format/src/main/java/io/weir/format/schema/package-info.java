/** Delta's schema JSON, and what a schema says of its fields beside their types. (PROTOCOL.md, "Schema Serialization Format") */
@NullMarked
package io.weir.format.schema;

import org.jspecify.annotations.NullMarked;
