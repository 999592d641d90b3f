package io.weir.storage;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of this JVM, for tests and for tables that need not outlive it. Safe for many threads.
 *
 * <p>Durable in the only sense memory can be: as long as the JVM. {@code memory://name/path} addresses share one space per
 * name, so that two openings of one address see one table.
 */
public final class MemoryStore implements ObjectStore {
    private static final Map<String, ConcurrentNavigableMap<String, Stored>> SHARED = new ConcurrentHashMap<>();

    private final URI root;
    private final String prefix; // "" or ends with a slash
    private final ConcurrentNavigableMap<String, Stored> objects;
    private final InstantSource clock;

    private MemoryStore(URI root, String prefix, ConcurrentNavigableMap<String, Stored> objects, InstantSource clock) {
        this.root = root;
        this.prefix = prefix;
        this.objects = objects;
        this.clock = clock;
    }

    /** A new empty store that nobody else can reach. */
    public static MemoryStore create() {
        return create(InstantSource.system());
    }

    /** The same with a clock for the times that listings tell. */
    public static MemoryStore create(InstantSource clock) {
        return new MemoryStore(URI.create("memory://private"), "", newSpace(), clock);
    }

    /** The store at {@code memory://name/path}: everyone who asks for that name in this JVM shares its objects. */
    public static MemoryStore shared(URI address) {
        String name = address.getAuthority();
        if (name == null || !"memory".equalsIgnoreCase(address.getScheme())) {
            throw new IllegalArgumentException(
                    "A table in memory is addressed as memory://NAME/PATH {address=" + address + "}");
        }
        String path = withoutOuterSlashes(address.getPath());
        URI root = URI.create("memory://" + address.getRawAuthority()
                + (path.isEmpty() ? "" : "/" + withoutOuterSlashes(address.getRawPath())));
        return new MemoryStore(
                root,
                path.isEmpty() ? "" : ObjectName.check(path) + "/",
                SHARED.computeIfAbsent(name, ignored -> newSpace()),
                InstantSource.system());
    }

    private static ConcurrentNavigableMap<String, Stored> newSpace() {
        return new ConcurrentSkipListMap<>(NameOrder.UTF8);
    }

    private static String withoutOuterSlashes(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    @Override
    public URI root() {
        return root;
    }

    @Override
    public byte[] read(String name) {
        return stored(name).bytes.clone();
    }

    @Override
    public ObjectReader open(String name, long sizeBytes) {
        return new Reader(name, stored(name).bytes);
    }

    @Override
    public ObjectInfo info(String name) {
        return stored(name).info(name);
    }

    @Override
    public boolean exists(String name) {
        return objects.containsKey(key(name));
    }

    @Override
    public Stream<ObjectInfo> listFrom(String directory, String from) {
        String inside = prefix + (ObjectName.checkDirectory(directory).isEmpty() ? "" : directory + "/");
        return under(inside, from)
                .filter(entry -> entry.getKey().indexOf('/', inside.length()) < 0)
                .map(this::info);
    }

    @Override
    public Stream<ObjectInfo> listDeep(String directory) {
        String inside = prefix + (ObjectName.checkDirectory(directory).isEmpty() ? "" : directory + "/");
        return under(inside, "").map(this::info);
    }

    @Override
    public List<String> directories(String directory) {
        String inside = prefix + (ObjectName.checkDirectory(directory).isEmpty() ? "" : directory + "/");
        List<String> found = new ArrayList<>();
        @Nullable String key = objects.ceilingKey(inside);
        while (key != null && key.startsWith(inside)) {
            int slash = key.indexOf('/', inside.length());
            if (slash >= 0) {
                found.add(key.substring(prefix.length(), slash));
            }
            // what follows a slash in the order of names is a zero
            key = slash < 0 ? objects.higherKey(key) : objects.ceilingKey(key.substring(0, slash) + "0");
        }
        return found;
    }

    private Stream<Map.Entry<String, Stored>> under(String inside, String from) {
        NavigableMap<String, Stored> rest = objects.tailMap(inside + from, true);
        return rest.entrySet().stream().takeWhile(entry -> entry.getKey().startsWith(inside));
    }

    private ObjectInfo info(Map.Entry<String, Stored> entry) {
        return entry.getValue().info(entry.getKey().substring(prefix.length()));
    }

    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes) {
        return objects.putIfAbsent(key(name), new Stored(bytes.clone(), clock.millis())) == null
                ? PutOutcome.STORED
                : PutOutcome.EXISTS;
    }

    @Override
    public void put(String name, byte[] bytes) {
        objects.put(key(name), new Stored(bytes.clone(), clock.millis()));
    }

    @Override
    public ObjectWriter create(String name) {
        key(name);
        return new Writer(name);
    }

    @Override
    public void delete(String name) {
        objects.remove(key(name));
    }

    /** True: every writer that can reach this memory is in this process. */
    @Override
    public boolean safeForConcurrentWriters() {
        return true;
    }

    @Override
    public void close() {
        // What is stored belongs to the address, not to this opening of it.
    }

    @Override
    public String toString() {
        return "MemoryStore[" + root + "]";
    }

    private String key(String name) {
        return prefix + ObjectName.check(name);
    }

    private Stored stored(String name) {
        Stored stored = objects.get(key(name));
        if (stored == null) {
            throw new ObjectNotFoundException(name, root.toString());
        }
        return stored;
    }

    /** Bytes nobody changes any more. Not a record: an array has no value equality. */
    private static final class Stored {
        private final byte[] bytes;
        private final long modifiedMillis;

        Stored(byte[] bytes, long modifiedMillis) {
            this.bytes = bytes;
            this.modifiedMillis = modifiedMillis;
        }

        ObjectInfo info(String name) {
            return new ObjectInfo(name, bytes.length, modifiedMillis);
        }
    }

    private static final class Reader implements ObjectReader {
        private final String name;
        private final byte[] bytes;

        Reader(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long sizeBytes() {
            return bytes.length;
        }

        @Override
        public void readFully(long position, byte[] target, int targetOffset, int length) {
            ReadRange.check(name, position, target, targetOffset, length);
            if (position + length > bytes.length) {
                throw ReadRange.endsBefore(name, position, length, bytes.length);
            }
            System.arraycopy(bytes, (int) position, target, targetOffset, length);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private final class Writer implements ObjectWriter {
        private final String name;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean open = true;

        Writer(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (!open) {
                throw new IllegalStateException("The writer is closed {name=" + name + "}");
            }
            written.write(bytes, offset, length);
        }

        @Override
        public long position() {
            return written.size();
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                put(name, written.toByteArray());
            }
        }

        @Override
        public void abort() {
            open = false;
        }
    }
}
