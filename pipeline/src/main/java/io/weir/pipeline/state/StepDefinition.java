package io.weir.pipeline.state;

import io.weir.format.type.StructType;

/** What a step with memory is to do. Immutable. */
public interface StepDefinition {
    /**
     * A step that remembers nothing yet.
     *
     * @param input the columns of the first rows; later ones may have more, but those that the step uses with the same types
     * @throws io.weir.format.expression.InvalidExpressionException if a column is not there, or not of a type that will do
     */
    StatefulStep start(StructType input);

    /** The same for who does not know the columns yet: the first rows tell them, or what was remembered. */
    default StatefulStep start() {
        return new WaitingStep(this);
    }
}
