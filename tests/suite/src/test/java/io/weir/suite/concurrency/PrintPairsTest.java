package io.weir.suite.concurrency;

import io.weir.log.commit.Conflict;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintPairsTest {
    @Test
    void print() {
        StringBuilder out = new StringBuilder();
        record M(String isolation, boolean dv, Place place, String name) {}
        for (M m : List.of(
                new M("WriteSerializable", true, Place.SAME_ROWS, "SAME_ROWS"),
                new M("WriteSerializable", true, Place.SAME_FILE, "SAME_FILE"),
                new M("WriteSerializable", true, Place.ELSEWHERE, "ELSEWHERE"),
                new M("WriteSerializable", false, Place.SAME_FILE, "SAME_FILE"),
                new M("WriteSerializable", false, Place.ELSEWHERE, "ELSEWHERE"),
                new M("Serializable", true, Place.SAME_ROWS, "SAME_ROWS"))) {
            out.append("<!-- pairs: isolation=" + m.isolation + ", deletion vectors=" + (m.dv ? "on" : "off") + ", place=" + m.name + " -->\n\n|  |");
            for (Operation o : Operation.values()) out.append(" " + o.text() + " |");
            out.append("\n|---|");
            for (Operation o : Operation.values()) out.append("---|");
            out.append("\n");
            for (Operation second : Operation.values()) {
                out.append("| " + second.text() + " |");
                for (Operation first : Operation.values()) {
                    Encounter e = new Encounter(m.dv, m.isolation, first, second, m.place);
                    String cell;
                    try {
                        Encounter.Result r = e.meet();
                        cell = r.outcome();
                        if (!e.serial(r.outcome()).contains(r.content())) {
                            cell += " NOT-SERIAL";
                            System.err.println(e + "\n" + r.content() + "\n" + e.serial(r.outcome()));
                        }
                    } catch (Throwable t) {
                        cell = "ERR";
                        System.err.println(e);
                        t.printStackTrace();
                    }
                    out.append(" " + cell + " |");
                }
                out.append("\n");
            }
            out.append("\n");
        }
        try {
            java.nio.file.Files.writeString(java.nio.file.Path.of("/tmp/lead/pairs.md"), out);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
