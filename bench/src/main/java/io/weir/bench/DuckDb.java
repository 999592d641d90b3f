package io.weir.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** DuckDB over the bare Parquet files: no table, so no commits; the nearest thing to a physical limit. */
final class DuckDb implements Contender {
    private static final String ALL =
            "count(*), sum(event_id::hugeint + epoch_us(event_time) + user_id + (date - DATE '1970-01-01') + round(amount * 100)::bigint"
                    + " + strlen(event_type) + strlen(device) + strlen(url))";

    private final Connection connection = open();

    /** Loads the pool of batches into memory; what is timed afterwards is computing ids and times, and {@code COPY}. */
    @Override
    public void prepare(Events events) throws Exception {
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < Events.DISTINCT; i++) {
                statement.execute(
                        "CREATE OR REPLACE TABLE e" + i + " (event_id BIGINT, event_time BIGINT, user_id BIGINT,"
                                + " event_type VARCHAR, device VARCHAR, url VARCHAR, amount DOUBLE)");
                append((DuckDBConnection) connection, "e" + i, events.batch(i), (long) i * Events.BATCH_ROWS);
            }
        }
    }

    @Override
    public void ingest(Path table, Events events, int commits) throws Exception {
        Files.createDirectories(table);
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < commits; i++) {
                long shift = (long) i * Events.BATCH_ROWS;
                long micros = Events.FIRST_MICROS + shift * Events.MICROS_PER_ROW;
                statement.execute(
                        "COPY (SELECT event_id + " + shift + " AS event_id, make_timestamp(event_time + " + micros
                                + ") AS event_time, user_id, event_type, device, url, amount, make_timestamp(event_time + "
                                + micros + ")::DATE AS date FROM e" + i % Events.DISTINCT + ") TO '"
                                + table.resolve("part-" + i + ".parquet")
                                + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
            }
        }
    }

    private static void append(DuckDBConnection connection, String name, Events.Batch batch, long firstId)
            throws SQLException {
        try (DuckDBAppender appender = connection.createAppender("main", name)) {
            for (int i = 0; i < Events.BATCH_ROWS; i++) {
                appender.beginRow();
                appender.append(batch.eventId[i] - firstId);
                appender.append(batch.eventTime[i] - Events.FIRST_MICROS - firstId * Events.MICROS_PER_ROW);
                appender.append(batch.userId[i]);
                appender.append(new String(Events.EVENT_TYPES[batch.eventType[i]], StandardCharsets.US_ASCII));
                appender.append(new String(Events.DEVICES[batch.device[i]], StandardCharsets.US_ASCII));
                int start = batch.urlOffsets[i];
                appender.append(
                        new String(batch.urls, start, batch.urlOffsets[i + 1] - start, StandardCharsets.US_ASCII));
                appender.append(batch.amount[i]);
                appender.endRow();
            }
        }
    }

    @Override
    public Checksum fullScan(Path table) throws Exception {
        return query("SELECT " + ALL + from(table));
    }

    @Override
    public Checksum projectedScan(Path table) throws Exception {
        return query("SELECT count(*), sum(user_id::hugeint + round(amount * 100)::bigint)" + from(table));
    }

    @Override
    public Checksum oneUser(Path table, long userId) throws Exception {
        return query("SELECT " + ALL + from(table) + " WHERE user_id = " + userId);
    }

    @Override
    public Checksum timeRange(Path table, long fromMicros, long toMicros) throws Exception {
        return query("SELECT " + ALL + from(table) + " WHERE event_time >= make_timestamp(" + fromMicros
                + "::BIGINT) AND event_time < make_timestamp(" + toMicros + "::BIGINT)");
    }

    @Override
    public void smallAppends(Path table, Events events, int count) {
        throw new UnsupportedOperationException("no table");
    }

    @Override
    public Checksum listFiles(Path table) {
        throw new UnsupportedOperationException("no table");
    }

    @Override
    public Checksum plan(Path table, long fromId, long toId) {
        throw new UnsupportedOperationException("no table");
    }

    private static String from(Path table) {
        return " FROM read_parquet('" + table + "/*.parquet')";
    }

    private Checksum query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            java.math.BigDecimal sum = result.getBigDecimal(2);
            return new Checksum(
                    result.getLong(1), sum == null ? 0 : sum.toBigInteger().longValue());
        }
    }

    private static Connection open() {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET threads = 2; SET TimeZone = 'UTC'");
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not start", e);
        }
    }
}
