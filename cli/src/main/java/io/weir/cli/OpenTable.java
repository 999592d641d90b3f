package io.weir.cli;

import io.weir.log.error.Facts;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;

/** A table that was opened for one command, and the version its address means. */
record OpenTable(Table table, TableVersion version) implements AutoCloseable {
    static OpenTable at(TableAddress address) {
        return at(address, TableEvents.NONE);
    }

    /** @param events hears what happens, such as how far long work is */
    static OpenTable at(TableAddress address, TableEvents events) {
        Table table = table(address.path(), events);
        try {
            return new OpenTable(table, version(table, address));
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    /** The table at a path. */
    static Table table(String path, TableEvents events) {
        return Table.open(ObjectStores.open(path), TableEnvironment.standard().withEvents(events));
    }

    static TableVersion version(Table table, TableAddress address) {
        TableAddress.Version wanted = address.version();
        if (wanted instanceof TableAddress.Version.Exactly exactly) {
            return table.at(exactly.number());
        }
        if (wanted instanceof TableAddress.Version.AsOf asOf) {
            return table.at(asOf.time());
        }
        if (wanted instanceof TableAddress.Version.Back back) {
            long latest = table.latest().version();
            if (back.steps() > latest) {
                throw new VersionNotFoundException(
                        "The table has fewer versions",
                        Facts.of("asked", "@-" + back.steps(), "latest", latest, "table", table.location()));
            }
            return table.at(latest - back.steps());
        }
        return table.latest();
    }

    @Override
    public void close() {
        table.close();
    }
}
