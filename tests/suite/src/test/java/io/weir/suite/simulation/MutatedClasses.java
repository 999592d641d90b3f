package io.weir.suite.simulation;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.pool.TypePool;

/**
 * The classes of Weir once more, one of them with a wrong rule in one method: a world in which somebody made that mistake. Safe for many
 * threads.
 */
final class MutatedClasses extends ClassLoader {
    /** What may be wrong, and what knows of it. Storage and format are those of everybody: they know of no table. */
    private static final List<String> OWN = List.of(
            "io.weir.log.",
            "io.weir.table.",
            "io.weir.sink.",
            "io.weir.compaction.",
            "io.weir.testkit.",
            "io.weir.suite.simulation.");

    private final ClassLoader original;
    private final PlantedBug bug;

    static {
        registerAsParallelCapable();
    }

    MutatedClasses(PlantedBug bug) {
        super(MutatedClasses.class.getClassLoader());
        this.original = MutatedClasses.class.getClassLoader();
        this.bug = bug;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (OWN.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = name.equals(bug.type()) ? mutated() : bytes(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream in = original.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] mutated() {
        ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(original);
        TypePool types = TypePool.Default.of(locator);
        var type = types.describe(bug.type()).resolve();
        var method = named(bug.method());
        long hits = type.getDeclaredMethods().filter(method).size();
        if (hits == 0) {
            throw new IllegalStateException("A planted bug has no place any more {bug=" + bug + "}");
        }
        return new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .redefine(type, locator)
                .visit(Advice.to(types.describe(bug.rule()).resolve(), locator).on(method))
                .make()
                .getBytes();
    }
}
