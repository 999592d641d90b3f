package io.weir.storage;

/**
 * What a listing tells of an object.
 *
 * @param name relative to the store's root
 * @param sizeBytes its length
 * @param modifiedMillis when it was last written, in milliseconds since the epoch, by the store's clock
 */
public record ObjectInfo(String name, long sizeBytes, long modifiedMillis) {
    /** The last part of the name. */
    public String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
