package io.weir.storage;

/** There is no object of that name. */
public class ObjectNotFoundException extends StorageException {
    private static final long serialVersionUID = 1;

    private final String name;

    public ObjectNotFoundException(String name, String root) {
        super("No such object {name=" + name + ", root=" + root + "}", null);
        this.name = name;
    }

    public String name() {
        return name;
    }
}
