package io.weir.format.variant;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts variants together one after the other, each over the dictionary of names it came with. Names that a dictionary lacks are
 * added to a copy of it. One thread at a time.
 */
public final class VariantBuilder {
    private final VariantWriter out = new VariantWriter();
    private @Nullable VariantMetadata current;
    /** Names of the variant that its dictionary lacks. */
    private final List<String> added = new ArrayList<>();

    public VariantWriter out() {
        return out;
    }

    /** Begins a variant with the dictionary in these bytes, which is read again only if it is another than before. */
    public VariantMetadata metadata(byte[] data, int start, int end) {
        added.clear();
        VariantMetadata metadata = current;
        if (metadata == null || !metadata.isOf(data, start, end)) {
            metadata = VariantMetadata.of(data, start, end);
            current = metadata;
        }
        return metadata;
    }

    /** The dictionary with the names that were added; null if none was. */
    public byte @Nullable [] extendedMetadata() {
        return added.isEmpty() ? null : names().with(added);
    }

    private VariantMetadata names() {
        if (current == null) {
            throw new IllegalStateException("A variant has not been begun");
        }
        return current;
    }

    /**
     * Appends a value that is encoded already.
     *
     * @throws MalformedVariantException if it is none
     */
    public void appendChecked(byte[] data, int start, int end) {
        VariantCheck.check(data, start, end, names());
        out.appendEncoded(data, start, start + VariantCheck.size(data, start, end));
    }

    public ObjectParts beginObject() {
        return new ObjectParts();
    }

    private int id(String name) {
        int id = names().id(name);
        if (id >= 0) {
            return id;
        }
        int place = added.indexOf(name);
        if (place < 0) {
            place = added.size();
            added.add(name);
        }
        return names().count() + place;
    }

    /** The fields of one object, whose values are appended one by one. */
    public final class ObjectParts {
        private final int from = out.size();
        private final List<Field> fields = new ArrayList<>();
        private @Nullable String name;
        private int start;

        private record Field(String name, int id, int start) {}

        private ObjectParts() {}

        public void beginField(String fieldName) {
            name = fieldName;
            start = out.size();
        }

        /** @param isThere was a value appended? Else the object does not have the field */
        public void endField(boolean isThere) {
            if (isThere && name != null) {
                fields.add(new Field(name, id(name), start));
            }
        }

        /**
         * Adds the fields of an encoded object.
         *
         * @throws MalformedVariantException if it is none, or has a field that is there already
         */
        public void addFieldsOf(byte[] data, int objectStart, int objectEnd) {
            VariantCheck.check(data, objectStart, objectEnd, names());
            if (VariantCode.basicType(data[objectStart]) != VariantCode.OBJECT) {
                throw new MalformedVariantException("what is left of a shredded object is no object");
            }
            Container container = new Container(data, objectStart, objectEnd);
            for (int i = 0; i < container.count; i++) {
                int child = container.child(i);
                int id = (int) container.id(i);
                fields.add(new Field(names().name(id), id, out.size()));
                out.appendEncoded(data, child, child + VariantCheck.size(data, child, container.dataTo));
            }
        }

        public void finish() {
            fields.sort((a, b) -> a.name.compareTo(b.name));
            int[] ids = new int[fields.size()];
            int[] starts = new int[ids.length];
            for (int i = 0; i < ids.length; i++) {
                Field field = fields.get(i);
                if (i > 0 && fields.get(i - 1).name.equals(field.name)) {
                    throw new MalformedVariantException("an object has a field twice");
                }
                ids[i] = field.id;
                starts[i] = field.start;
            }
            out.finishObject(from, ids, starts, ids.length);
        }
    }
}
