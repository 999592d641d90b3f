package io.weir.log.commit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Who writes: the {@code engineInfo} of our commits. */
public final class Engine {
    /** {@code Weir/} and the version of this library. */
    public static final String INFO = "Weir/" + version();

    private Engine() {}

    private static String version() {
        try (InputStream in = Engine.class.getResourceAsStream("weir.properties")) {
            if (in == null) {
                return "unknown";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
