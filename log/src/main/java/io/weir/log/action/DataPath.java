package io.weir.log.action;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Between a path as the log spells it, a percent-encoded URI, and the name of an object in a store, which is taken
 * literally. Pure functions.
 *
 * <p>A path is decoded exactly once: partition directories are Hive-escaped first and then percent-encoded, so the log's
 * {@code a%253Ab} is the directory {@code a%3Ab}. A {@code +} is a plus. A percent sign that is not followed by two
 * hexadecimal digits stays, because some writers do not encode. (PROTOCOL.md, "Add File and Remove File"; RFC 2396)
 */
public final class DataPath {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final String LEGAL = "-_.~!*'()=@&+$,;/";

    private DataPath() {}

    /** How the log spells the name of an object in the table's store. */
    public static String encode(String name) {
        // A colon in the first part would make a scheme of what is before it
        return percentEncoded(name, false);
    }

    /** Percent-decodes once. */
    public static String decode(String logPath) {
        int percent = logPath.indexOf('%');
        if (percent < 0) {
            return logPath;
        }
        int length = logPath.length();
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream(length);
        int i = 0;
        while (i < length) {
            char c = logPath.charAt(i);
            if (c == '%' && i + 2 < length && hex(logPath.charAt(i + 1)) >= 0 && hex(logPath.charAt(i + 2)) >= 0) {
                utf8.write(hex(logPath.charAt(i + 1)) << 4 | hex(logPath.charAt(i + 2)));
                i += 3;
            } else {
                int end = i + 1;
                while (end < length && logPath.charAt(end) != '%') {
                    end++;
                }
                utf8.writeBytes(logPath.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end;
            }
        }
        return utf8.toString(StandardCharsets.UTF_8);
    }

    /** Does the path stand for itself, instead of being inside the table's directory? */
    public static boolean isAbsolute(String logPath) {
        return logPath.startsWith("/") || hasScheme(logPath);
    }

    /**
     * The name in the table's store of a file the log spells like this; empty if the file is not below the table's root and
     * has to be opened by {@link #absoluteUri}.
     *
     * @param root the store's root
     */
    public static Optional<String> nameIn(URI root, String logPath) {
        if (!isAbsolute(logPath)) {
            String name = normalized(decode(logPath));
            return isInside(name) ? Optional.of(name) : Optional.empty();
        }
        String base = canonical(root.toString());
        base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base; // the root of a bucket
        String path = canonical(logPath);
        return path.length() > base.length() + 1 && path.startsWith(base) && path.charAt(base.length()) == '/'
                ? Optional.of(path.substring(base.length() + 1))
                : Optional.empty();
    }

    /** The address of an absolute path. A path without a scheme is in the local file system. */
    public static URI absoluteUri(String logPath) {
        String canonical = normalizedAddress(logPath, false);
        if (canonical.startsWith("/")) {
            return URI.create("file://" + percentEncoded(canonical, true));
        }
        int authority = canonical.indexOf("://");
        int pathStart = authority < 0 ? canonical.indexOf(':') + 1 : canonical.indexOf('/', authority + 3);
        return pathStart < 0
                ? URI.create(canonical)
                : URI.create(canonical.substring(0, pathStart) + percentEncoded(canonical.substring(pathStart), true));
    }

    /**
     * The path by which files are told apart: decoded, without needless slashes and dots, and without the scheme of the
     * local file system, so that {@code /x}, {@code file:/x} and {@code file:///x} are one file; so are {@code s3://b/x} and {@code
     * s3a://b/x}, which are two ways to one store.
     */
    public static String canonical(String logPath) {
        return normalizedAddress(logPath, true);
    }

    /** @param oneScheme are the schemes of one store to be one? */
    private static String normalizedAddress(String logPath, boolean oneScheme) {
        String decoded = decode(logPath);
        if (!hasScheme(decoded)) {
            return normalized(decoded);
        }
        int colon = decoded.indexOf(':');
        String scheme = decoded.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = decoded.substring(colon + 1);
        String authority = "";
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            rest = slash < 0 ? "" : rest.substring(slash);
        }
        if (scheme.equals("file") && (authority.isEmpty() || authority.equalsIgnoreCase("localhost"))) {
            return normalized(rest);
        }
        return (oneScheme ? storeOf(scheme) : scheme) + "://" + authority + normalized(rest);
    }

    private static String storeOf(String scheme) {
        return switch (scheme) {
            case "s3a", "s3n" -> "s3";
            case "abfss" -> "abfs";
            case "wasbs" -> "wasb";
            default -> scheme;
        };
    }

    private static boolean isInside(String name) {
        return !name.isEmpty() && !name.equals("..") && !name.startsWith("../") && !name.startsWith("/");
    }

    private static String normalized(String path) {
        if (!path.contains("//")
                && !path.contains("./")
                && !path.endsWith("/.")
                && !path.endsWith("/..")
                && (!path.endsWith("/") || path.length() == 1)) {
            return path;
        }
        boolean rooted = path.startsWith("/");
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            boolean canGoUp = !parts.isEmpty() && !parts.get(parts.size() - 1).equals("..");
            if (part.equals("..") && (canGoUp || rooted)) {
                if (canGoUp) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return (rooted ? "/" : "") + String.join("/", parts);
    }

    /** {@code s3://…}, {@code file:/…}; not {@code time=10:00/…}. */
    private static boolean hasScheme(String path) {
        int i = 0;
        while (i < path.length() && isSchemeCharacter(path.charAt(i), i)) {
            i++;
        }
        return i > 1 && i + 1 < path.length() && path.charAt(i) == ':' && path.charAt(i + 1) == '/';
    }

    private static boolean isSchemeCharacter(char c, int at) {
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        return letter || at > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.');
    }

    private static String percentEncoded(String path, boolean colonIsLegal) {
        boolean plain = true;
        for (int i = 0; i < path.length() && plain; i++) {
            plain = isLegal(path.charAt(i), colonIsLegal);
        }
        if (plain) {
            return path;
        }
        StringBuilder encoded = new StringBuilder(path.length() + 32);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isLegal(c, colonIsLegal)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 0xF]);
            }
        }
        return encoded.toString();
    }

    private static boolean isLegal(char c, boolean colonIsLegal) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || LEGAL.indexOf(c) >= 0
                || c == ':' && colonIsLegal;
    }

    private static int hex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
