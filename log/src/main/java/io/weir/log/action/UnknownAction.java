package io.weir.log.action;

/**
 * An action of a kind that is not known here. Readers ignore it. (PROTOCOL.md, "Delta Log Entries")
 *
 * @param name the member it is in
 * @param json its JSON text
 */
public record UnknownAction(String name, String json) implements Action {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.unknown(this);
    }
}
