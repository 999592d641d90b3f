package io.weir.suite.concurrency;

import io.weir.compaction.Optimize;
import io.weir.log.commit.Guard;
import io.weir.sink.Epoch;
import io.weir.sink.EpochCommitter;
import io.weir.sink.EpochFiles;
import io.weir.sink.EpochOutcome;
import io.weir.sink.SinkWriter;
import io.weir.table.Table;
import io.weir.table.commit.Transaction;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WriteOptions;
import io.weir.table.sql.SqlPredicates;
import java.util.List;
import java.util.Map;

/** What writers do to a table, each by its public interface. */
enum Operation {
    /** Adds rows that were computed from rows of the table: {@code INSERT INTO t SELECT … FROM t WHERE …}. */
    APPEND("append") {
        @Override
        void on(Table table, Place place) {
            Transaction transaction = table.transaction("WRITE").reads(SqlPredicates.parse(place.condition()));
            try (DataFileWriter files = table.dataFiles(WriteOptions.DEFAULT)) {
                files.write(PairTable.rows(place.part(), place.fresh(), place.fresh() + 3));
                transaction.add(files.finish()).commit();
            }
        }
    },
    BLIND_APPEND("blind append") {
        @Override
        void on(Table table, Place place) {
            table.append(PairTable.rows(place.part(), place.fresh(), place.fresh() + 3));
        }
    },
    DELETE("delete") {
        @Override
        void on(Table table, Place place) {
            table.delete(place.condition());
        }
    },
    UPDATE("update") {
        @Override
        void on(Table table, Place place) {
            table.update().set("v", "v + 1").where(place.condition()).commit();
        }
    },
    /** Updates rows and inserts some. */
    MERGE("merge") {
        @Override
        void on(Table table, Place place) {
            table.merge(
                            PairTable.rows(place.part(), place.low(), place.high()),
                            PairTable.rows(place.part(), place.fresh(), place.fresh() + 3))
                    .on("t.part = s.part AND t.id = s.id")
                    .whenMatched()
                    .update(Map.of("v", "t.v + s.v"))
                    .whenNotMatched()
                    .insert(Map.of("id", "s.id", "part", "s.part", "v", "s.v"))
                    .commit();
        }
    },
    /** Of one partition. */
    OVERWRITE("overwrite") {
        @Override
        void on(Table table, Place place) {
            table.overwrite()
                    .replaceWhere("part = '" + place.part() + "'")
                    .batches(List.of(PairTable.rows(place.part(), place.fresh(), place.fresh() + 3)));
        }
    },
    /** Of one partition. */
    OPTIMIZE("optimize") {
        @Override
        void on(Table table, Place place) {
            Optimize.of(table).where("part = '" + place.part() + "'").run();
        }
    },
    SCHEMA_CHANGE("schema change") {
        @Override
        void on(Table table, Place place) {
            table.alter().addColumns("added_" + place.name() + " INT").commit();
        }
    },
    PROPERTY_CHANGE("property change") {
        @Override
        void on(Table table, Place place) {
            table.alter().set("owner." + place.name(), "me").commit();
        }
    },
    RESTORE("restore") {
        @Override
        void on(Table table, Place place) {
            table.restore(PairTable.RESTORED);
        }
    },
    TRUNCATE("truncate") {
        @Override
        void on(Table table, Place place) {
            table.truncate();
        }
    },
    STREAMING_EPOCH("streaming epoch") {
        @Override
        void on(Table table, Place place) {
            EpochFiles part;
            try (SinkWriter writer = SinkWriter.open(table, WriteOptions.DEFAULT)) {
                writer.write(PairTable.rows(place.part(), place.fresh(), place.fresh() + 3));
                part = writer.finish();
            }
            Epoch epoch = new Epoch(
                    List.of(new Guard.Newer("stream-" + place.name(), 1)), List.of(part), Map.of(), Map.of(), Map.of());
            if (!(EpochCommitter.of(table).commit(epoch) instanceof EpochOutcome.Committed)) {
                throw new IllegalStateException("The epoch is not in the table");
            }
        }
    };

    private final String text;

    Operation(String text) {
        this.text = text;
    }

    abstract void on(Table table, Place place);

    /** As the page about concurrency calls it. */
    String text() {
        return text;
    }

    static Operation named(String text) {
        for (Operation operation : values()) {
            if (operation.text.equals(text)) {
                return operation;
            }
        }
        throw new IllegalArgumentException("No such operation: " + text);
    }
}
