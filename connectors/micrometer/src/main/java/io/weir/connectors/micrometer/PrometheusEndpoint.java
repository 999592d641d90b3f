package io.weir.connectors.micrometer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives the meters of a registry to Prometheus, at {@code http://HOST:PORT/metrics}. Safe for many threads.
 *
 * <p>It listens to this machine only unless an address says otherwise: names of tables and applications are in what it tells, and it asks nobody who he is.
 */
public final class PrometheusEndpoint implements AutoCloseable {
    private static final String PATH = "/metrics";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int THREADS = 2;

    private final PrometheusMeterRegistry registry;
    private final HttpServer server;
    private final ExecutorService executor;

    private PrometheusEndpoint(PrometheusMeterRegistry registry, HttpServer server) {
        this.registry = registry;
        this.server = server;
        AtomicInteger threads = new AtomicInteger();
        this.executor = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "weir-metrics-" + threads.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Listens to this machine, with a registry of its own.
     *
     * @param port 0 takes one that is free
     * @throws UncheckedIOException if the port is taken
     */
    public static PrometheusEndpoint start(int port) {
        return start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /**
     * @param registry stays open
     * @throws UncheckedIOException if the address is taken, or none of this machine
     */
    public static PrometheusEndpoint start(InetSocketAddress address, PrometheusMeterRegistry registry) {
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Nothing can listen there for Prometheus {address=" + address + ", cause=" + e.getMessage() + "}",
                    e);
        }
        PrometheusEndpoint endpoint = new PrometheusEndpoint(registry, server);
        server.createContext("/", endpoint::answer);
        server.setExecutor(endpoint.executor);
        server.start();
        return endpoint;
    }

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                send(exchange, 404, "Metrics are at " + PATH + "\n", "text/plain; charset=utf-8");
            } else if (method.equals("GET") || method.equals("HEAD")) {
                send(exchange, 200, registry.scrape(), TEXT);
            } else {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, "Metrics are read\n", "text/plain; charset=utf-8");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String text, String type) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Nothing listens there any more. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
