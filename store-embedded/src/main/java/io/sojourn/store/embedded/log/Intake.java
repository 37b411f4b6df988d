package io.sojourn.store.embedded.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A lock-free stack that is emptied as a whole: queue and batcher at once. Records of one thread come out in
/// the order they went in.
final class Intake {

    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(Intake.class, "head", Pending.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Pending head = Pending.END;

    /// @return what was on top: [Pending#END] when the taker may be asleep; [Pending#CLOSED] or
    ///     [Pending#STOPPED] when the record was not taken
    Pending push(Pending pending) {
        while (true) {
            Pending top = head;
            if (isShut(top)) {
                return top;
            }
            pending.next = top;
            if (HEAD.compareAndSet(this, top, pending)) {
                return top;
            }
        }
    }

    /// The chain of all records, oldest first. For the one taker.
    Pending takeAll() {
        Pending top = head;
        return top == Pending.END || isShut(top)
                ? Pending.END
                : reversed((Pending) HEAD.getAndSet(this, Pending.END));
    }

    /// Takes the last chain and lets nothing in afterwards.
    Pending shut(Pending sign) {
        Pending top = (Pending) HEAD.getAndSet(this, sign);
        return isShut(top) ? Pending.END : reversed(top);
    }

    private static boolean isShut(Pending top) {
        return top == Pending.CLOSED || top == Pending.STOPPED;
    }

    private static Pending reversed(Pending newest) {
        Pending chain = Pending.END;
        Pending at = newest;
        while (at != Pending.END) {
            Pending older = at.next;
            at.next = chain;
            chain = at;
            at = older;
        }
        return chain;
    }
}
