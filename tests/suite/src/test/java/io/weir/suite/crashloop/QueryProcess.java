package io.weir.suite.crashloop;

import io.weir.pipeline.Branch;
import io.weir.pipeline.Progress;
import io.weir.pipeline.Query;
import io.weir.pipeline.QueryListener;
import io.weir.pipeline.RunningQuery;
import io.weir.pipeline.Sources;
import io.weir.pipeline.Summary;
import io.weir.pipeline.Trigger;
import io.weir.source.Source;
import io.weir.source.SourceStart;
import io.weir.suite.crashloop.CrashLoop.Mode;
import io.weir.table.Table;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One of the two queries as a process, which runs until it is killed. SIGTERM lets it finish its epoch.
 *
 * <p>Arguments: the role, the directory of the loop, the mode, and the Kafka broker if there is one.
 */
final class QueryProcess {
    /** What it says when it has ended well. */
    static final String STOPPED = "stopped";

    private static final Duration EPOCH = Duration.ofMillis(30);

    private QueryProcess() {}

    public static void main(String[] arguments) {
        Child.dieWithParent();
        Death death = Death.ofThisProcess();
        Role role = Role.valueOf(arguments[0]);
        Places places = new Places(Path.of(arguments[1]));
        Mode mode = Mode.valueOf(arguments[2]);
        Query query = role == Role.FIRST ? first(places, mode, arguments[3], death) : second(places, death);
        RunningQuery running = query.appId(role.toString())
                .filter(row -> {
                    death.at(Point.ROWS_READ);
                    return true;
                })
                .trigger(mode == Mode.MICRO_BATCH ? Trigger.asFastAsPossible() : Trigger.continuous(EPOCH))
                .listener(new QueryListener() {
                    @Override
                    public void committed(Progress progress) {
                        death.at(Point.SOURCE_TOLD);
                    }
                })
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running)));
        System.out.println(Child.READY);
        running.await();
    }

    private static Query first(Places places, Mode mode, String servers, Death death) {
        return Query.from(mode == Mode.FILES ? Sources.json(places.inbox()) : Sources.kafka(servers, Places.TOPIC))
                .to(Places.table(MortalStore.at(places.first(), death)))
                .also(Branch.into(Places.table(MortalStore.ofFurther(places.further(), death)))
                        .filter(Places.FURTHER_CONDITION));
    }

    private static Query second(Places places, Death death) {
        Table first = Places.table(MortalStore.at(places.first(), death));
        return Query.from(Sources.table(Source.of(first).startingAt(SourceStart.version(0)))
                        .registeredAs("second"))
                .to(Places.table(MortalStore.at(places.second(), death)));
    }

    private static void stop(RunningQuery running) {
        Summary summary = running.stop();
        System.out.println(STOPPED + " rows=" + summary.rowsOut() + " epochs=" + summary.epochs());
    }
}
