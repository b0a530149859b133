package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.query.SelectionQuery;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.jspecify.annotations.Nullable;

/** The service's SQL as PostgreSQL receives it, for measurements by drills in other packages. */
public final class Statements implements AutoCloseable {
    /** All states, as queried by a list without filter. */
    public static final List<String> ALL_STATES =
            List.of(PurchaseState.values()).stream().map(PurchaseState::code).toList();

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):(\\w+)");

    private final LastStatement last = new LastStatement();
    private final Map<String, String> translated = new HashMap<>();
    private final SessionFactory hibernate;

    /** A query of {@link ShipmentQueries}. */
    public enum Query {
        FIND_BY_ID(ShipmentQueries_.FIND_BY_ID_String_Instant_Instant),
        FIND_NEWEST(
                ShipmentQueries_.FIND_NEWEST_String_String_String_List_CarrierCode_Instant_Instant_String_int,
                Shipment.class),
        FIND_BY_ORDER(
                ShipmentQueries_
                        .FIND_BY_ORDER_String_String_String_String_StringArray_String_Instant_Instant_String_int),
        /** Only the function of the service's query; the rest filters its few rows. */
        FIND_BY_TRACKING_NUMBER("SELECT * FROM shipments_by_tracking_number(:trackingNumber)"),
        LEASE_DUE(ShipmentQueries_.LEASE_DUE_Instant_Instant_int),
        COUNT_UNSETTLED(ShipmentQueries_.COUNT_UNSETTLED_Instant_List, Object[].class),
        FIND_LABELS(ShipmentQueries_.FIND_LABELS_String_Instant, StoredLabel.class),
        FIND_DETAILS(ShipmentQueries_.FIND_DETAILS_List_List, ShipmentDetailsEntity.class),
        /** The statement of {@code StatelessSession.get}. */
        FIND_KEY("from IdempotencyRecord where client = :client and value = :value", IdempotencyRecord.class),
        DELETE_OLD_KEYS(ShipmentQueries_.DELETE_OLD_KEYS_Instant_int),
        FIND_EVENTS_AFTER(ShipmentQueries_.FIND_EVENTS_AFTER_long_long_String_int, ShipmentEvent.class);

        private final String text;
        private final @Nullable Class<?> result;

        /** A query translated to SQL. */
        Query(String text) {
            this.text = text;
            this.result = null;
        }

        Query(String text, Class<?> result) {
            this.text = text;
            this.result = result;
        }
    }

    /** @param sql with {@code $1}, {@code $2}, … */
    public record Statement(String sql, Tuple parameters) {}

    /** @param url of a database with the schema, which may be empty */
    public Statements(String url) {
        hibernate = new HibernatePersistenceConfiguration("drill")
                .managedClasses(
                        Shipment.class,
                        ShipmentDetailsEntity.class,
                        StoredLabel.class,
                        ShipmentEvent.class,
                        IdempotencyRecord.class,
                        AuditEntry.class)
                .jdbcUrl(url)
                .property(AvailableSettings.PHYSICAL_NAMING_STRATEGY, new PhysicalNamingStrategySnakeCaseImpl())
                .property(AvailableSettings.STATEMENT_INSPECTOR, last)
                .createEntityManagerFactory();
    }

    /** @param parameters by name: strings, numbers, times, and lists of them */
    public Statement of(Query query, Map<String, ?> parameters) {
        List<Object> values = new ArrayList<>();
        Matcher names = PARAMETER.matcher(query.text);
        while (names.find()) {
            Object value = parameters.get(names.group(1));
            if (query.result != null && value instanceof Collection<?> several) {
                several.forEach(each -> values.add(forClient(each)));
            } else {
                values.add(forClient(value));
            }
        }
        String sql = query.result == null
                ? PARAMETER.matcher(query.text).replaceAll("?")
                : translated.computeIfAbsent(
                        query + " of " + values.size(), any -> translate(query.text, query.result, parameters));
        return new Statement(numbered(sql, values.size()), Tuple.wrap(values));
    }

    private String translate(String hql, Class<?> result, Map<String, ?> parameters) {
        try (StatelessSession session = hibernate.openStatelessSession()) {
            SelectionQuery<?> query = session.createSelectionQuery(hql, result);
            parameters.forEach((name, value) -> query.setParameter(name, forHibernate(name, value)));
            query.getResultList();
        }
        return last.sql;
    }

    private static @Nullable Object forHibernate(String name, @Nullable Object value) {
        if (name.equals("states") && value instanceof Collection<?> codes) {
            return codes.stream().map(word -> PurchaseState.of((String) word)).toList();
        }
        return name.equals("carrier") && value instanceof String code ? new CarrierCode(code) : value;
    }

    private static @Nullable Object forClient(@Nullable Object value) {
        return switch (value) {
            case Instant time -> time.atOffset(ZoneOffset.UTC);
            case Collection<?> several -> several.toArray(String[]::new);
            case null -> null;
            default -> value;
        };
    }

    private static String numbered(String sql, int parameters) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (String part : sql.split("\\?", -1)) {
            text.append(number == 0 ? "" : "$" + number).append(part);
            number++;
        }
        if (number - 1 != parameters) {
            throw new IllegalStateException(number - 1 + " parameters, not " + parameters + ": " + sql);
        }
        return text.toString();
    }

    @Override
    public void close() {
        hibernate.close();
    }

    private static final class LastStatement implements StatementInspector {
        private static final long serialVersionUID = 1L;

        private String sql = "";

        @Override
        public String inspect(String statement) {
            sql = statement;
            return statement;
        }
    }
}
