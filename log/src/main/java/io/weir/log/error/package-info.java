/** What can go wrong with a table, named for what the caller does next. Everything is a {@link io.weir.log.error.TableException}. */
@NullMarked
package io.weir.log.error;

import org.jspecify.annotations.NullMarked;
