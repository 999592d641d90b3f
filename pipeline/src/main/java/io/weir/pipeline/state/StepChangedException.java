package io.weir.pipeline.state;

import java.util.ArrayList;
import java.util.List;

/** A step is to remember what another definition of it made. The caller goes back to that definition, or starts anew in another name. */
public final class StepChangedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * @param was parts of the definition that made the state
     * @param is those of the step that is to take it
     */
    StepChangedException(List<String> was, List<String> is) {
        super(
                "A step with memory is defined differently from the one that made its state; take back the change, or start under another "
                        + "application id {is=" + without(is, was) + ", was=" + without(was, is) + "}");
    }

    /** @param reason why a step cannot begin with the columns that the state was made of */
    StepChangedException(IllegalArgumentException reason) {
        super(
                "A step with memory uses other columns than the one that made its state; take back the change, or start under another "
                        + "application id {reason=" + reason.getMessage() + "}",
                reason);
    }

    /** The parts that only one has; all of them if only the order differs. */
    private static List<String> without(List<String> parts, List<String> others) {
        List<String> rest = new ArrayList<>(parts);
        rest.removeAll(others);
        return rest.isEmpty() && parts.size() == others.size() ? parts : rest;
    }
}
