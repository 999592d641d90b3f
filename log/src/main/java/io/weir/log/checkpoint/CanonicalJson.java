package io.weir.log.checkpoint;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The checksum of a JSON object that does not depend on its layout. Pure functions. (PROTOCOL.md, "JSON checksum") */
final class CanonicalJson {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private record Leaf(byte[] path, String text) {}

    private CanonicalJson() {}

    /** The MD5 of the canonical form, as 32 hexadecimal digits. */
    static String checksum(Map<String, String> members) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(canonical(members).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    /**
     * One {@code path=value} for every leaf, in order of the paths' bytes. The outermost member {@code checksum} is left out.
     *
     * @param members of the object, name to JSON
     * @throws JsonFormatException if a name is given twice in one object
     */
    static String canonical(Map<String, String> members) {
        List<Leaf> leaves = new ArrayList<>();
        members.forEach((name, json) -> {
            if (!name.equals("checksum")) {
                collect(quoted(name), json, leaves);
            }
        });
        leaves.sort((a, b) -> Arrays.compareUnsigned(a.path(), b.path()));
        StringBuilder text = new StringBuilder();
        for (Leaf leaf : leaves) {
            text.append(text.length() == 0 ? "" : ",").append(leaf.text());
        }
        return text.toString();
    }

    private static void collect(String path, String json, List<Leaf> leaves) {
        char first = json.charAt(0);
        if (first == '{') {
            JsonInput in = JsonInput.of(json);
            in.nextObject();
            for (Map.Entry<String, String> member : in.uniqueRawMembers().entrySet()) {
                collect(path + "+" + quoted(member.getKey()), member.getValue(), leaves);
            }
        } else if (first == '[') {
            int index = 0;
            for (String element : JsonInput.of(json).rawElements()) {
                collect(path + "+" + index++, element, leaves);
            }
        } else {
            String value = first == '"' ? quoted(JsonInput.text(json)) : json;
            leaves.add(new Leaf(path.getBytes(StandardCharsets.UTF_8), path + "=" + value));
        }
    }

    private static String quoted(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16).append('"');
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '.'
                    || c == '_'
                    || c == '~';
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 0xF]);
            }
        }
        return encoded.append('"').toString();
    }
}
