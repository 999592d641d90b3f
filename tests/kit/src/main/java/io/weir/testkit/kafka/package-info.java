/** A real Kafka broker. Who uses it has {@code kafka-test-common-runtime} among its own dependencies, for this module passes it on to nobody. */
@NullMarked
package io.weir.testkit.kafka;

import org.jspecify.annotations.NullMarked;
