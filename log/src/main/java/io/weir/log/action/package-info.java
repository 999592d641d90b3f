/** The actions of the log as values, and the codec between them and the JSON lines of a commit. (PROTOCOL.md, "Actions") */
@NullMarked
package io.weir.log.action;

import org.jspecify.annotations.NullMarked;
