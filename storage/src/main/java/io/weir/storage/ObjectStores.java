package io.weir.storage;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * Finds the store for an address. Safe for many threads.
 *
 * <p>An address is a path of the local file system, taken literally ({@code /data/orders}, {@code out/a b}), or a URI: {@code
 * file:} in all its spellings, {@code memory://name/path}, or any scheme for which an {@link ObjectStoreProvider} is on the
 * class path.
 */
public final class ObjectStores {
    private static final String FILE = "file";
    private static final String MEMORY = "memory";

    /** Who brings the schemes that people try first. */
    private static final Map<String, String> CONNECTORS = Map.ofEntries(
            Map.entry("s3", "weir-s3"),
            Map.entry("s3a", "weir-s3"),
            Map.entry("s3n", "weir-s3"),
            Map.entry("hdfs", "weir-hadoop"),
            Map.entry("viewfs", "weir-hadoop"),
            Map.entry("abfs", "weir-hadoop"),
            Map.entry("abfss", "weir-hadoop"),
            Map.entry("wasb", "weir-hadoop"),
            Map.entry("wasbs", "weir-hadoop"),
            Map.entry("gs", "weir-hadoop"),
            Map.entry("oss", "weir-hadoop"));

    private ObjectStores() {}

    /** The store rooted at a path or URI as people type it. */
    public static ObjectStore open(String address) {
        String scheme = schemeOf(address);
        if (scheme.isEmpty()) {
            return LocalStore.at(Path.of(address));
        }
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            if (scheme.equals(FILE)) {
                return LocalStore.at(literalFilePath(address)); // such as file:/data/my table, not encoded
            }
            throw new IllegalArgumentException(
                    "The address is not a legal URI; percent-encode what is not a letter or digit {address=" + address
                            + ", reason=" + e.getReason() + "}",
                    e);
        }
        return open(uri);
    }

    /** The store rooted at a URI; one without a scheme is a local path. Makes no request. */
    public static ObjectStore open(URI root) {
        String scheme = root.getScheme();
        if (scheme == null) {
            return LocalStore.at(Path.of(root.getPath()));
        }
        String lower = scheme.toLowerCase(Locale.ROOT);
        if (lower.equals(FILE)) {
            return LocalStore.at(filePath(root));
        }
        if (lower.equals(MEMORY)) {
            return MemoryStore.shared(root);
        }
        TreeSet<String> known = new TreeSet<>();
        known.add(FILE);
        known.add(MEMORY);
        for (ObjectStoreProvider provider : ServiceLoader.load(ObjectStoreProvider.class)) {
            if (provider.schemes().contains(lower)) {
                return provider.open(root);
            }
            known.addAll(provider.schemes());
        }
        String connector = CONNECTORS.getOrDefault(lower, "a jar with an ObjectStoreProvider for this scheme");
        throw new StorageException(
                "No store on the class path knows this scheme; add " + connector + " {address=" + root + ", known="
                        + known + ", scheme=" + lower + "}",
                null);
    }

    /**
     * The scheme of an address in lower case, or "" for a path. One letter is a Windows drive; without a slash after
     * the colon it is a file name such as {@code events:2024}.
     */
    private static String schemeOf(String address) {
        int colon = address.indexOf(':');
        if (colon < 2 || !Character.isLetter(address.charAt(0))) {
            return "";
        }
        for (int i = 1; i < colon; i++) {
            char c = address.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '+' && c != '-' && c != '.') {
                return "";
            }
        }
        String scheme = address.substring(0, colon).toLowerCase(Locale.ROOT);
        boolean slashFollows = address.startsWith("/", colon + 1);
        return slashFollows || scheme.equals(FILE) ? scheme : "";
    }

    private static Path filePath(URI uri) {
        if (uri.isOpaque()) {
            return Path.of(uri.getSchemeSpecificPart()); // file:out/orders, relative to the working directory
        }
        String host = uri.getAuthority();
        if (host != null && !host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
            throw new IllegalArgumentException(
                    "A file address names no host; write file:///path {address=" + uri + ", host=" + host + "}");
        }
        return Path.of(uri.getPath());
    }

    private static Path literalFilePath(String address) {
        String rest = address.substring(FILE.length() + 1);
        if (!rest.startsWith("//")) {
            return Path.of(rest);
        }
        int slash = rest.indexOf('/', 2);
        String host = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
        if (slash < 0 || !(host.isEmpty() || host.equalsIgnoreCase("localhost"))) {
            throw new IllegalArgumentException(
                    "A file address names no host; write file:///path {address=" + address + ", host=" + host + "}");
        }
        return Path.of(rest.substring(slash));
    }
}
