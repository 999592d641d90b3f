package io.weir.pipeline;

import io.weir.pipeline.state.StatefulStep;
import io.weir.pipeline.transform.Transform;
import java.util.function.Supplier;

/** One step of a query, made anew for each task. */
sealed interface Stage {
    record Plain(Supplier<Transform> step) implements Stage {}

    record Remembering(Supplier<StatefulStep> step) implements Stage {}
}
