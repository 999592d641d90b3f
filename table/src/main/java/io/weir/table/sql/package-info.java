/**
 * SQL text read and written: conditions ({@link io.weir.table.sql.SqlPredicates}), computed columns ({@link
 * io.weir.table.sql.SqlExpressions}) and schemas ({@link io.weir.table.sql.SchemaDdl}).
 *
 * <p>Words are those of Spark SQL. Names may stand in back-quotes or double quotes; strings stand in single quotes, which are
 * doubled inside; a backslash means nothing but itself. Whatever the text, the answer is a value or a {@link
 * io.weir.table.sql.SqlSyntaxException}.
 */
@NullMarked
package io.weir.table.sql;

import org.jspecify.annotations.NullMarked;
