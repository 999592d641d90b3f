/**
 * What queries do as meters of Micrometer, and an endpoint from which Prometheus reads them.
 *
 * <pre>{@code
 * try (PrometheusEndpoint endpoint = PrometheusEndpoint.start(9464)) {
 *     Query.from(source).to("/data/orders").listener(new WeirMetrics(endpoint.registry())).start().await();
 * }
 * }</pre>
 *
 * Names and meanings are in {@code docs/reference/metrics.md}.
 */
@NullMarked
package io.weir.connectors.micrometer;

import org.jspecify.annotations.NullMarked;
