package io.weir.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.pipeline.source.SourceLag;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line of JSON for each committed epoch. Names and units of its members stay as they are; others may be added. Called by the query's thread.
 *
 * <p>Positions are not in it, of which a source of many files has many; they are in the table's commits.
 */
public final class ProgressJson implements QueryListener {
    private static final JsonFactory JSON = new JsonFactory();
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MICROS_PER_SECOND = TimeUnit.SECONDS.toMicros(1);
    private static final double THOUSAND = 1000;

    private final PrintStream out;

    public ProgressJson(PrintStream out) {
        this.out = out;
    }

    @Override
    public void committed(Progress progress) {
        out.print(line(progress) + "\n");
        out.flush();
    }

    /** Without the end of the line. */
    static String line(Progress progress) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(
                    "time", progress.time().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeStringField("appId", progress.appId());
            json.writeStringField("table", progress.place());
            json.writeNumberField("epoch", progress.epoch());
            number(json, "version", progress.version());
            in(json, progress);
            out(json, progress);
            json.writeNumberField("batchMs", millis(progress.batchTime()));
            json.writeNumberField("commitMs", millis(progress.commitTime()));
            lag(json, progress.lag());
            state(json, progress.state());
            total(json, progress.total());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("Progress cannot be written", e);
        }
        return text.toString();
    }

    private static void in(JsonGenerator json, Progress progress) throws IOException {
        json.writeNumberField("rowsIn", progress.in().rows());
        json.writeNumberField("badRows", progress.in().badRows());
        json.writeNumberField("bytesIn", progress.in().bytes());
        json.writeNumberField("filesIn", progress.in().files());
        json.writeNumberField("rowsInPerSecond", rate(progress.rowsPerSecond()));
    }

    private static void out(JsonGenerator json, Progress progress) throws IOException {
        json.writeNumberField("rowsOut", progress.out().rows());
        json.writeNumberField("bytesOut", progress.out().bytes());
        json.writeNumberField("filesOut", progress.out().files());
        number(json, "tableFiles", progress.out().tableFiles());
        json.writeNumberField("rowsOutPerSecond", rate(progress.rowsOutPerSecond()));
    }

    private static void lag(JsonGenerator json, @Nullable SourceLag lag) throws IOException {
        if (lag == null) {
            return;
        }
        json.writeObjectFieldStart("lag");
        number(json, "versions", lag.versions());
        number(json, "files", lag.files());
        number(json, "bytes", lag.bytes());
        number(json, "rows", lag.rows());
        if (lag.time() != null) {
            json.writeNumberField("ms", millis(lag.time()));
        }
        json.writeEndObject();
    }

    private static void state(JsonGenerator json, @Nullable StateProgress state) throws IOException {
        if (state == null) {
            return;
        }
        json.writeObjectFieldStart("state");
        json.writeNumberField("rows", state.rows());
        json.writeNumberField("bytes", state.bytes());
        json.writeNumberField("lateRows", state.lateRows());
        Long watermark = state.watermarkMicros();
        if (watermark != null) {
            json.writeStringField("watermark", instant(watermark).toString());
        }
        json.writeEndObject();
    }

    private static void total(JsonGenerator json, Summary total) throws IOException {
        json.writeObjectFieldStart("total");
        json.writeNumberField("epochs", total.epochs());
        json.writeNumberField("rowsIn", total.rowsIn());
        json.writeNumberField("rowsOut", total.rowsOut());
        json.writeNumberField("badRows", total.badRows());
        json.writeNumberField("bytesIn", total.bytesIn());
        json.writeNumberField("bytesOut", total.bytesOut());
        json.writeNumberField("foldedFiles", total.foldedFiles());
        json.writeNumberField("ms", millis(total.took()));
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                TimeUnit.MICROSECONDS.toNanos(Math.floorMod(micros, MICROS_PER_SECOND)));
    }

    /** To a thousandth. */
    private static double millis(Duration time) {
        double seconds =
                time.getSeconds() + time.getNano() / NANOS_PER_SECOND; // of a lag, too long for a long of nanoseconds
        return Math.round(seconds * THOUSAND * THOUSAND) / THOUSAND;
    }

    private static double rate(double perSecond) {
        return Math.round(perSecond * THOUSAND) / THOUSAND;
    }
}
