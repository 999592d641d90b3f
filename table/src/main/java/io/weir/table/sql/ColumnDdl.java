package io.weir.table.sql;

import io.weir.format.text.JsonText;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns to be added, as SQL writes them: {@code a.b INT COMMENT 'why' AFTER c, d STRING FIRST}. Pure. */
public final class ColumnDdl {
    private ColumnDdl() {}

    /**
     * A column and where it goes.
     *
     * @param path the names around it, and its own
     * @param metadata its comment, if it has one
     * @param first before all others of its struct
     * @param after behind this one of its struct; null: at the end, unless it is first
     */
    public record Column(
            List<String> path,
            DataType type,
            boolean nullable,
            FieldMetadata metadata,
            boolean first,
            @Nullable String after) {
        public Column {
            path = List.copyOf(path);
        }
    }

    /** @throws SqlSyntaxException if the text is no list of columns */
    public static List<Column> parse(String ddl) {
        SqlTokens tokens = new SqlTokens(ddl);
        List<Column> columns = new ArrayList<>();
        do {
            columns.add(column(tokens));
        } while (tokens.acceptSymbol(","));
        tokens.expectEnd();
        return columns;
    }

    private static Column column(SqlTokens tokens) {
        List<String> path = new ArrayList<>();
        do {
            path.add(tokens.expectName());
        } while (tokens.acceptSymbol("."));
        DataType type = new TypeParser(tokens).type();
        boolean nullable = true;
        FieldMetadata metadata = FieldMetadata.EMPTY;
        boolean first = false;
        @Nullable String after = null;
        while (true) {
            if (tokens.acceptWord("NOT")) {
                tokens.expectWord("NULL");
                nullable = false;
            } else if (tokens.acceptWord("COMMENT")) {
                metadata = metadata.with(SchemaDdl.COMMENT, JsonText.quoted(tokens.expectString()));
            } else if (tokens.acceptWord("FIRST")) {
                first = true;
            } else if (tokens.acceptWord("AFTER")) {
                after = tokens.expectName();
            } else if (tokens.isWord("DEFAULT")) {
                throw tokens.error(
                        "A column that is added has no default, because the rows that are there would not have it; set the default afterwards",
                        "column=" + String.join(".", path),
                        tokens.peek().position());
            } else {
                return new Column(path, type, nullable, metadata, first, after);
            }
        }
    }
}
