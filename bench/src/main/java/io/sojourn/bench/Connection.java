package io.sojourn.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// A keep-alive connection with at most one request on its way. For one thread.
final class Connection implements AutoCloseable {
    private static final byte[] POST =
            ascii(
                    String.join(
                            "\r\n",
                            "POST /api/v1/track HTTP/1.1",
                            "Host: 127.0.0.1",
                            "Connection: keep-alive",
                            "Content-Type: application/x-ndjson",
                            "Content-Length: "));
    private static final byte[] END = ascii("\r\n\r\n");
    private static final byte[] LENGTH = ascii("content-length:");
    private static final byte[] ACCEPTED = ascii("\"accepted\":");
    private static final int ANSWER_BYTES_MAX = 128 << 10;

    private final SocketChannel channel;
    private final Traffic traffic;
    private final SelectionKey key;
    private final Bytes request = new Bytes();
    private final Bytes body = new Bytes();
    private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private Counts content = Counts.NONE;
    private int items;
    private long due;

    Connection(InetSocketAddress server, Selector selector, Traffic traffic) throws IOException {
        this.channel = SocketChannel.open(server);
        this.traffic = traffic;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(this);
    }

    /// Prepares a request of the next statements.
    void next(int statements) {
        items = statements;
        if (statements == 1) {
            content = traffic.next(request.clear());
            return;
        }
        body.clear();
        content = Counts.NONE;
        for (int i = 0; i < statements; i++) {
            content = content.plus(traffic.next(body));
        }
        post();
    }

    /// Prepares a batch with a page view of each of some people.
    void introduce(int firstPerson, int people) {
        items = people;
        body.clear();
        traffic.introduce(firstPerson);
        for (int i = 0; i < people; i++) {
            traffic.introduceNext(body);
        }
        content = new Counts(people, 0, 0, 0);
        post();
    }

    private void post() {
        request.clear().add(POST).number(body.length()).add(END).add(body);
    }

    /// @param at when it should have been sent, by the clock of `System.nanoTime`
    void send(long at) throws IOException {
        due = at;
        answer.clear();
        unsent = request.view();
        write();
    }

    void write() throws IOException {
        channel.write(unsent);
        int wanted =
                unsent.hasRemaining()
                        ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                        : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    /// @return whether the answer is whole
    boolean read() throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("the server closed a connection after: " + answer());
        }
        int head = find(END, 0, answer.position());
        if (head < 0) {
            return false;
        }
        int length = find(LENGTH, 0, head);
        long expected = length < 0 ? 0 : number(length + LENGTH.length);
        return answer.position() >= head + END.length + expected;
    }

    int status() {
        return (int) number(9);
    }

    long due() {
        return due;
    }

    /// What the request said; for an answer 200.
    Counts acknowledged() throws IOException {
        if (items > 1) {
            int at = find(ACCEPTED, 0, answer.position());
            if (at >= 0 && number(at + ACCEPTED.length) != items) {
                throw new IOException("items were rejected: " + answer());
            }
        }
        return content;
    }

    void refused() {
        traffic.refused();
    }

    /// Its beginning, for people.
    String answer() {
        return new String(
                answer.array(), 0, Math.min(answer.position(), 2_000), StandardCharsets.UTF_8);
    }

    /// ASCII letters without case.
    private int find(byte[] wanted, int from, int end) {
        byte[] bytes = answer.array();
        for (int at = from; at <= end - wanted.length; at++) {
            int i = 0;
            while (i < wanted.length && lower(bytes[at + i]) == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return at;
            }
        }
        return -1;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    private long number(int from) {
        byte[] bytes = answer.array();
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        long number = 0;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            number = 10 * number + bytes[at++] - '0';
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
