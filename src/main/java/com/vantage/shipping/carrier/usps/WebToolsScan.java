package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.vantage.shipping.model.EventTime;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalQuery;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code TrackSummary} or {@code TrackDetail}: an event in fields, or as text only.
 *
 * @param event the event's description, or the whole text
 */
record WebToolsScan(
        @Nullable String eventTime,
        @Nullable String eventDate,
        @Nullable String event,
        @Nullable String eventCity,
        @Nullable String eventState,
        @Nullable String eventCountry,
        @Nullable String firmName,
        @Nullable String name,
        @Nullable String authorizedAgent,
        @Nullable String eventCode) {
    private static final DateTimeFormatter DATE = reader("MMMM d, uuuu");
    private static final DateTimeFormatter TIME = reader("h:mm a");

    /** {@code … at 2:10 pm on June 4, 2025 in TAMPA, FL 33601.} */
    private static final Pattern TIME_IN_SENTENCE =
            Pattern.compile("\\b(\\d{1,2}:\\d{2} [ap]m) on (\\p{L}+ \\d{1,2}, \\d{4})\\b", Pattern.CASE_INSENSITIVE);

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    WebToolsScan {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static @Nullable WebToolsScan ofSentence(@Nullable String sentence) {
        String text = UspsHtmlTextConverter.toPlainText(sentence);
        if (text == null) {
            return null;
        }
        Matcher time = TIME_IN_SENTENCE.matcher(text);
        boolean hasTime = time.find();
        return new WebToolsScan(
                hasTime ? time.group(1) : null,
                hasTime ? time.group(2) : null,
                text,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    boolean isProse() {
        return eventCode == null && eventCity == null && eventState == null;
    }

    String text() {
        String text = UspsHtmlTextConverter.toPlainText(event);
        return text == null ? "No description" : text;
    }

    /** Local time of unknown zone; only the date if the time is missing. */
    Optional<EventTime> time() {
        return date(eventDate).map(day -> read(eventTime, TIME, LocalTime::from)
                .map(time -> new EventTime(day.atTime(time), null))
                .orElseGet(() -> EventTime.on(day)));
    }

    /** {@code June 4, 2025}. */
    static Optional<LocalDate> date(@Nullable String text) {
        return read(text, DATE, LocalDate::from);
    }

    private static <T> Optional<T> read(@Nullable String text, DateTimeFormatter form, TemporalQuery<T> type) {
        try {
            return Optional.ofNullable(UspsHtmlTextConverter.toPlainText(text))
                    .map(present -> form.parse(present, type));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter reader(String form) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(form)
                .toFormatter(Locale.US)
                // Otherwise February 30 would be read as the end of February.
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
