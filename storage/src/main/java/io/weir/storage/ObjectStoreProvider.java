package io.weir.storage;

import java.net.URI;
import java.util.Set;

/** Makes stores for some URI schemes; found through {@link java.util.ServiceLoader}. */
public interface ObjectStoreProvider {
    /** Lower-case schemes without the colon, such as {@code s3}. */
    Set<String> schemes();

    /** Opens the store rooted at an address of one of these schemes. Makes no request. */
    ObjectStore open(URI root);
}
