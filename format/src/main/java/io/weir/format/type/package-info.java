/** Delta's data types as values. (PROTOCOL.md, "Schema Serialization Format") */
@NullMarked
package io.weir.format.type;

import org.jspecify.annotations.NullMarked;
