package io.sojourn.server.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.slf4j.event.KeyValuePair;

/// One line of JSON an entry: `time`, `level`, `logger`, `message`, what else is known by its own name (`requestId`,
/// `route`, ...), and `error` with `stack` where something failed.
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private final ThrowableProxyConverter stacks = new ThrowableProxyConverter();

    @Override
    public void start() {
        stacks.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("message", event.getFormattedMessage());
        event.getMDCPropertyMap().forEach(line::put);
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                if (pair.value instanceof Number number) {
                    line.put(pair.key, number.longValue());
                } else {
                    line.put(pair.key, String.valueOf(pair.value));
                }
            }
        }
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            line.put("error", failure.getClassName());
            line.put("stack", stacks.convert(event));
        }
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
