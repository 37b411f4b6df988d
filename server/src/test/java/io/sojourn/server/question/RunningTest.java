package io.sojourn.server.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.segment.Comparison;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Definitions;
import io.sojourn.journey.segment.Measure;
import io.sojourn.journey.segment.SegmentAnalysis;
import io.sojourn.journey.segment.Timeframe;
import io.sojourn.journey.time.Calendar;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Origin;
import io.sojourn.server.http.Rights;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunningTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        threads.close();
    }

    private static Running running(int atOnce, long memory) {
        return new Running(new QuestionLimits(LONG, memory, atOnce));
    }

    private static Call call(long user) {
        return new Call(
                "r",
                new Origin("127.0.0.1", false, "localhost", ""),
                "POST",
                Map.of(),
                Map.of(),
                Map.of(),
                new byte[0],
                new Caller(user, "", Rights.NONE));
    }

    private static Code code(Throwable problem) {
        return ((ProblemException) problem).problems().getFirst().code();
    }

    /// Stays until it is stopped, or the test lets it end.
    private final Function<Stop, String> waits =
            stop -> {
                begun.countDown();
                while (end.getCount() > 0) {
                    stop.check();
                    Thread.onSpinWait();
                }
                return "done";
            };

    private Future<String> begin(Running running, Call call, String id) throws Exception {
        Future<String> asked =
                threads.submit(() -> running.answer(call, Optional.of(id), LONG, waits));
        begun.await();
        return asked;
    }

    @Test
    void aQuestionIsCancelledByItsAskerAndByNobodyElse() throws Exception {
        Running running = running(2, 1 << 20);
        Future<String> asked = begin(running, call(1), "mine");
        assertThatThrownBy(() -> running.cancel(call(2), "mine"))
                .satisfies(problem -> assertThat(code(problem)).isEqualTo(Code.NOT_FOUND));
        assertThatThrownBy(() -> running.answer(call(1), Optional.of("mine"), LONG, stop -> ""))
                .satisfies(problem -> assertThat(code(problem)).isEqualTo(Code.CONFLICT));
        running.cancel(call(1), "mine");
        assertThatThrownBy(asked::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .satisfies(problem -> assertThat(code(problem)).isEqualTo(Code.CANCELLED));
        String again = running.answer(call(1), Optional.of("mine"), LONG, stop -> "again");
        assertThat(again).isEqualTo("again");
    }

    @Test
    void aQuestionThatGetsNoTurnInItsTimeIsRefused() throws Exception {
        Running running = running(1, 1 << 20);
        Future<String> asked = begin(running, call(1), "first");
        assertThatThrownBy(
                        () ->
                                running.answer(
                                        call(2),
                                        Optional.empty(),
                                        Duration.ofMillis(1),
                                        stop -> ""))
                .satisfies(problem -> assertThat(code(problem)).isEqualTo(Code.RATE_LIMITED));
        end.countDown();
        assertThat(asked.get()).isEqualTo("done");
        String next = running.answer(call(2), Optional.empty(), LONG, stop -> "next");
        assertThat(next).isEqualTo("next");
    }

    @Test
    void aQuestionThatWaitsForItsTurnIsCancelledAtOnce() throws Exception {
        Running running = running(1, 1 << 20);
        Future<String> first = begin(running, call(1), "first");
        Future<String> second =
                threads.submit(
                        () -> running.answer(call(2), Optional.of("second"), LONG, stop -> ""));
        while (!cancelled(running, call(2), "second")) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .satisfies(problem -> assertThat(code(problem)).isEqualTo(Code.CANCELLED));
        assertThat(first.isDone()).isFalse();
        end.countDown();
        assertThat(first.get()).isEqualTo("done");
        String next = running.answer(call(2), Optional.empty(), LONG, stop -> "next");
        assertThat(next).isEqualTo("next");
    }

    @Test
    void workOfTheServerWaitsForItsTurnHoweverManyWaitAndEndsWhenItIsToldTo() throws Exception {
        Running running = running(1, 1 << 20);
        Future<String> asked = begin(running, call(1), "first");
        List<Future<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(
                    threads.submit(
                            () -> running.answer(call(2), Optional.empty(), LONG, stop -> "")));
        }
        BlockingQueue<Runnable> ends = new LinkedBlockingQueue<>();
        Future<String> ended =
                threads.submit(() -> running.work(LONG, ends::add, stop -> "not to be"));
        ends.take().run();
        assertThatThrownBy(() -> ended.get(20, TimeUnit.SECONDS))
                .cause()
                .satisfies(problem -> assertThat(code(problem)).isEqualTo(Code.CANCELLED));
        Future<String> work = threads.submit(() -> running.work(LONG, ends::add, stop -> "work"));
        ends.take();
        assertThat(work.isDone()).isFalse();
        end.countDown();
        assertThat(asked.get()).isEqualTo("done");
        assertThat(work.get()).isEqualTo("work");
        for (Future<String> one : waiting) {
            assertThat(one.get()).isEmpty();
        }
    }

    @Test
    void workOfTheServerSharesTheMemoryOfQuestions() {
        Running running = running(1, 1_000);
        assertThatThrownBy(() -> running.work(LONG, cancel -> {}, take(501)))
                .satisfies(problem -> assertThat(code(problem)).isEqualTo(Code.QUESTION_TOO_LARGE));
        assertThat(running.heldBytes()).isZero();
        String next = running.work(LONG, cancel -> {}, take(500));
        assertThat(next).isEqualTo("taken");
    }

    private static boolean cancelled(Running running, Call call, String id) {
        try {
            running.cancel(call, id);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    /// One person, over and over.
    private static OpenScan endless(JourneyScan scan) {
        Event event = new Event(1, 1, 0, 0, "buy", 0, 0, 0, Attributes.NONE, Map.of(), Map.of());
        HistorySource one =
                new HistorySource(List.of(new Journey(1, 0, List.of(event), List.of())));
        OpenScan open = one.open(scan);
        return new OpenScan() {
            @Override
            public Dictionary eventColumn(int column) {
                return open.eventColumn(column);
            }

            @Override
            public Dictionary personColumn(int column) {
                return open.personColumn(column);
            }

            @Override
            public long people() {
                return open.people();
            }

            @Override
            public int parts() {
                return 1;
            }

            @Override
            public void forEach(int part, Consumer<JourneyBatch> consumer) {
                while (true) {
                    one.open(scan).forEach(part, consumer);
                }
            }

            @Override
            public long events() {
                return open.events();
            }

            @Override
            public void close() {
                open.close();
            }
        };
    }

    @Test
    void aQuestionThatTakesTooLongSaysWhatToDo() {
        Running running = running(1, 1 << 20);
        Context context =
                new Context(
                        1_000,
                        Calendar.UTC,
                        new VisitCut(VisitSettings.DEFAULT, ZoneOffset.UTC),
                        Optional.empty(),
                        false);
        Criterion bought =
                new Criterion.Did(
                        EventFilter.named("buy"),
                        Measure.COUNT,
                        Comparison.AT_LEAST_ONCE,
                        new Timeframe.AllTime());
        try (Runner runner = new Runner(1)) {
            assertThatThrownBy(
                            () ->
                                    running.answer(
                                            call(1),
                                            Optional.empty(),
                                            Duration.ofMillis(100),
                                            stop ->
                                                    new Asking(runner, RunningTest::endless, stop)
                                                            .run(
                                                                    new SegmentAnalysis(
                                                                            context,
                                                                            Definitions.NONE,
                                                                            bought))))
                    .hasMessageContaining("ask about a shorter range")
                    .satisfies(
                            problem -> assertThat(code(problem)).isEqualTo(Code.QUESTION_TOO_SLOW));
        }
        String next = running.answer(call(1), Optional.empty(), LONG, stop -> "next");
        assertThat(next).isEqualTo("next");
        assertThat(running.heldBytes()).isZero();
    }

    @Test
    void oneQuestionGetsHalfOfTheMemoryAndAllOfThemTheWhole() {
        Running running = running(3, 1_000);
        assertThatThrownBy(() -> running.answer(call(1), Optional.empty(), LONG, take(501)))
                .satisfies(problem -> assertThat(code(problem)).isEqualTo(Code.QUESTION_TOO_LARGE));
        running.answer(
                call(1),
                Optional.empty(),
                LONG,
                first -> {
                    first.take(500, "less");
                    return running.answer(
                            call(2),
                            Optional.empty(),
                            LONG,
                            second -> {
                                second.take(500, "less");
                                assertThatThrownBy(
                                                () ->
                                                        running.answer(
                                                                call(3),
                                                                Optional.empty(),
                                                                LONG,
                                                                take(1)))
                                        .hasMessageContaining("together");
                                return "";
                            });
                });
        assertThat(running.heldBytes()).isZero();
        String taken = running.answer(call(1), Optional.empty(), LONG, take(500));
        assertThat(taken).isEqualTo("taken");
    }

    private static Function<Stop, String> take(long bytes) {
        return stop -> {
            stop.take(bytes, "less");
            return "taken";
        };
    }
}
