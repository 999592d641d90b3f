/**
 * Bytes by name: the object store under a table, and what it promises.
 *
 * <p>{@link io.weir.storage.ObjectStore} is the whole contract; {@link io.weir.storage.ObjectStores} finds the store for
 * an address. Everything above this module that is durable is durable because of a sentence written here.
 */
@NullMarked
package io.weir.storage;

import org.jspecify.annotations.NullMarked;
