package io.weir.suite.damage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One thing that happens to a file. */
record Damage(String file, Kind kind, int at, int bit) {
    /** What happens. */
    enum Kind {
        /** One bit is another. */
        FLIP,
        /** Four bytes are overwritten. */
        OVERWRITE,
        /** The file ends here. */
        CUT,
        /** The file is gone. */
        DELETE
    }

    /** The file's bytes afterwards; null if it is gone. */
    byte @Nullable [] on(byte[] bytes) {
        byte[] changed = bytes.clone();
        switch (kind) {
            case FLIP -> changed[at] ^= (byte) (1 << bit);
            case OVERWRITE -> Arrays.fill(changed, at, Math.min(changed.length, at + 4), (byte) 0x5a);
            case CUT -> {
                return Arrays.copyOf(bytes, at);
            }
            case DELETE -> {
                return null;
            }
        }
        return changed;
    }

    /**
     * Damages of one file: every place of a small one if there may be so many, else places drawn at random, the first and last bytes
     * always among them.
     */
    static List<Damage> of(String file, byte[] bytes, int places, Random random) {
        List<Damage> all = new ArrayList<>();
        all.add(new Damage(file, Kind.DELETE, 0, 0));
        for (int at : places(bytes.length, places, random)) {
            all.add(new Damage(file, Kind.FLIP, at, random.nextInt(8)));
            if (at % 3 == 0) {
                all.add(new Damage(file, Kind.CUT, at, 0));
            } else if (at % 3 == 1) {
                all.add(new Damage(file, Kind.OVERWRITE, at, 0));
            }
        }
        return all;
    }

    private static TreeSet<Integer> places(int length, int wanted, Random random) {
        TreeSet<Integer> places = new TreeSet<>();
        for (int at = 0; at < length && length <= wanted; at++) {
            places.add(at);
        }
        for (int i = 0; i < 12 && length > wanted; i++) {
            places.add(Math.min(i, length - 1));
            places.add(Math.max(0, length - 1 - i));
        }
        while (length > wanted && places.size() < wanted) {
            places.add(random.nextInt(length));
        }
        return places;
    }
}
