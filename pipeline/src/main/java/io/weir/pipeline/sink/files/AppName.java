package io.weir.pipeline.sink.files;

/** An application's id as a part of file names; two ids that become one are told apart by their hash. Immutable. */
record AppName(String text) {
    static AppName of(String appId) {
        String safe = appId.replaceAll("[^A-Za-z0-9_-]", "_");
        return new AppName(safe.equals(appId) ? safe : safe + "-" + Integer.toHexString(appId.hashCode()));
    }

    /** Where its epochs are, from the directory on. */
    String epochs() {
        return "_weir/sinks/" + text;
    }

    String epoch(long epoch) {
        return epochs() + "/" + String.format("%019d.json", epoch);
    }

    /** The beginning of the names of files that are being written. */
    String hidden() {
        return ".part-" + text + ".";
    }

    String file(long epoch, int number, String extension) {
        return String.format("part-%s-%010d-%03d%s", text, epoch, number, extension);
    }
}
