package com.vantage.shipping.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Captures the log entries of a class until closed. */
public final class LogCapture extends Handler implements AutoCloseable {
    private static final Formatter FORMAT = new PatternFormatter("%p %s");

    private final Logger logger;
    private final List<LogRecord> entries = new CopyOnWriteArrayList<>();

    private LogCapture(Logger logger) {
        this.logger = logger;
    }

    public static LogCapture of(Class<?> type) {
        LogCapture capture = new LogCapture(Logger.getLogger(type.getName()));
        capture.logger.addHandler(capture);
        return capture;
    }

    /** Levels and messages, for example {@code WARN Circuit ups.quote OPEN}. */
    public List<String> lines() {
        return entries.stream().map(FORMAT::format).toList();
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
