package com.vantage.shipping.operations;

import static com.vantage.shipping.operations.Threshold.Comparison.ABOVE;
import static com.vantage.shipping.operations.Threshold.Comparison.AT_LEAST;
import static com.vantage.shipping.operations.Threshold.Comparison.BELOW;
import static com.vantage.shipping.operations.Threshold.Comparison.EQUAL;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checklist. A check of the same thing as an alert has its query, threshold, and section in the runbook; a warning warns, and
 * a critical alert fails. Rates and percentiles are those of a day instead of minutes.
 */
final class Checks {
    private static final double MINUTE = Duration.ofMinutes(1).toSeconds();
    private static final double HOUR = Duration.ofHours(1).toSeconds();
    private static final double DAY = Duration.ofDays(1).toSeconds();

    static final List<Check> IN_PROMETHEUS = List.of(
            // ---- The service
            new Check(
                    "service",
                    Unit.NUMBER,
                    Threshold.fail(BELOW, 1),
                    "sum by (namespace) (up{job=\"shipping-service\"})",
                    "ShippingServiceDown"),
            new Check(
                    "replicas",
                    Unit.NUMBER,
                    Threshold.warn(EQUAL, 0),
                    "up{job=\"shipping-service\"}",
                    "ShippingReplicaDown"),
            new Check(
                    "service-versions",
                    Unit.NUMBER,
                    Threshold.warn(ABOVE, 1),
                    "count by (namespace) (count by (namespace, version) (service_version{job=\"shipping-service\"}))",
                    "Versions"),
            new Check("schema-versions-behind", Unit.NUMBER, Threshold.fail(ABOVE, 0), """
                    max by (namespace, pod) (database_schema_required_version{job="shipping-service"})
                    - max by (namespace, pod) (database_schema_version{job="shipping-service"})""", "Versions"),
            new Check("errors", Unit.RATIO, Threshold.of(ABOVE, 0.0012, 0.05), """
                    sum by (namespace) (rate(http_server_requests_seconds_count{job="shipping-service",status=~"5.."}[1d])) \
                    / sum by (namespace) (rate(http_server_requests_seconds_count{job="shipping-service"}[1d]))""", "ShippingErrorsAboveObjective")
                    .orZero(
                            "sum by (namespace) (rate(http_server_requests_seconds_count{job=\"shipping-service\"}[1d]))"),
            new Check(
                    "quote-latency-p99", Unit.SECONDS, Threshold.warn(ABOVE, 3), """
                    histogram_quantile(0.99, sum by (namespace, le) (rate(http_server_requests_seconds_bucket{job="shipping-service",\
                    uri="/api/v2/shipments/rate-quote",method="POST",outcome="SUCCESS"}[1d])))""", "ShippingQuoteBudgetBurnsSlowly"),
            new Check(
                    "issuer-keys-age",
                    Unit.SECONDS,
                    Threshold.warn(ABOVE, HOUR),
                    "max by (namespace, pod) (issuer_keys_age_seconds{job=\"shipping-service\"})",
                    "ShippingIssuerKeysOld"),
            // ---- Carriers
            new Check(
                    "carrier-status",
                    Unit.CARRIER_STATUS,
                    // Degraded on one replica warns, down on all fails
                    Threshold.of(AT_LEAST, 1, 2),
                    """
                    max by (namespace, carrier) (carrier_health{job="shipping-service",status!="up"})
                    + min by (namespace, carrier) (carrier_health{job="shipping-service",status="down"})""",
                    "ShippingCarrierFailing"),
            new Check(
                    "carrier-circuit-closed",
                    Unit.RATIO,
                    Threshold.warn(BELOW, 0.5),
                    """
                    avg by (namespace, carrier, operation) \
                    (avg_over_time(carrier_circuit{job="shipping-service",state="closed"}[5m]))""",
                    "ShippingCarrierCircuitOpen"),
            new Check("carrier-latency-p99", Unit.SECONDS, Threshold.warn(ABOVE, 3), """
                    histogram_quantile(0.99, sum by (namespace, carrier, operation, le) (rate(carrier_call_seconds_bucket\
                    {job="shipping-service",outcome!~"circuit_open|quota_spent"}[1d])))""", "ShippingCarrierSlow"),
            new Check("carrier-failures", Unit.RATIO, Threshold.warn(ABOVE, 0.05), """
                    sum by (namespace, carrier, operation) (rate(carrier_call_seconds_count{job="shipping-service",\
                    outcome=~"timed_out|unreachable|broken|unreadable|refused_us"}[1d])) \
                    / sum by (namespace, carrier, operation) (rate(carrier_call_seconds_count{job="shipping-service",\
                    outcome!~"circuit_open|quota_spent"}[1d]))""", "ShippingCarrierFailing")
                    .orZero("""
                    sum by (namespace, carrier, operation) (rate(carrier_call_seconds_count{job="shipping-service",\
                    outcome!~"circuit_open|quota_spent"}[1d]))"""),
            new Check(
                            "carrier-credentials-refused",
                            Unit.NUMBER,
                            Threshold.warn(ABOVE, 0),
                            """
                    sum by (namespace, carrier) (increase(carrier_call_seconds_count{job="shipping-service",\
                    outcome="refused_us"}[5m]))""",
                            "ShippingCarrierRefusesCredentials")
                    .orZero(calls("5m")),
            new Check(
                    "carrier-quota-used",
                    Unit.RATIO,
                    Threshold.warn(ABOVE, 0.7),
                    """
                    max by (namespace, carrier, window) \
                    (avg_over_time((carrier_quota_used{job="shipping-service"} >= 0)[5m:30s])) \
                    / max by (namespace, carrier, window) (carrier_quota_limit{job="shipping-service"})""",
                    "ShippingCarrierQuotaNearlySpent"),
            new Check(
                            "carrier-quota-exhausted",
                            Unit.RATIO,
                            Threshold.warn(ABOVE, 0.01),
                            """
                    sum by (namespace, carrier) (rate(carrier_call_seconds_count{job="shipping-service",\
                    outcome=~"quota_spent|throttled_us"}[1d])) \
                    / sum by (namespace, carrier) (rate(carrier_call_seconds_count{job="shipping-service"}[1d]))""",
                            "ShippingCarrierQuotaSpent")
                    .orZero(calls("1d")),
            new Check(
                    "carrier-token-expires",
                    Unit.SECONDS,
                    Threshold.warn(BELOW, 3 * MINUTE),
                    """
                    min by (namespace, carrier) (
                      (carrier_token_expires_seconds{job="shipping-service"} \
                    and max_over_time(carrier_token_expires_seconds{job="shipping-service"}[1d]) > 0)
                      and on (namespace, pod, carrier)
                      sum by (namespace, pod, carrier) (increase(carrier_call_seconds_count{job="shipping-service",\
                    outcome!~"circuit_open|quota_spent"}[5m])) > 0
                    )""",
                    "ShippingCarrierTokenNotRenewed"),
            // ---- Purchases
            new Check(
                    "purchase-unknown-age",
                    Unit.SECONDS,
                    Threshold.warn(ABOVE, 15 * MINUTE),
                    "max by (namespace) (purchases_unsettled_oldest_seconds{job=\"shipping-service\"})",
                    "ShippingPurchaseUnknown"),
            new Check(
                    "purchases-overdue",
                    Unit.NUMBER,
                    Threshold.fail(ABOVE, 0),
                    "max by (namespace) (purchases_overdue{job=\"shipping-service\"})",
                    "ShippingPurchaseOverdue"),
            new Check(
                    "reconciler-idle",
                    Unit.SECONDS,
                    Threshold.warn(ABOVE, 2 * MINUTE),
                    "min by (namespace) (reconciler_idle_seconds{job=\"shipping-service\"})",
                    "ShippingReconcilerIdle"),
            new Check(
                    // Events are delivered up to the oldest open transaction
                    "outbox-lag",
                    Unit.SECONDS,
                    Threshold.of(ABOVE, MINUTE, 15 * MINUTE),
                    "max by (namespace) (pg_stat_activity_max_tx_duration{job=\"shipping-db\",datname=\"shipping\"})",
                    "Outbox lag"),
            // ---- Webhooks
            new Check(
                    "webhook-lag",
                    Unit.SECONDS,
                    Threshold.warn(ABOVE, 5 * MINUTE),
                    "max by (namespace) (webhook_lag_seconds{job=\"shipping-service\"})",
                    "ShippingWebhooksLate"),
            new Check(
                    "webhooks-idle",
                    Unit.SECONDS,
                    Threshold.warn(ABOVE, 2 * MINUTE),
                    "min by (namespace) (webhook_idle_seconds{job=\"shipping-service\"})",
                    "ShippingWebhooksIdle"),
            new Check(
                    "webhooks-disabled",
                    Unit.NUMBER,
                    Threshold.warn(ABOVE, 0),
                    "sum by (namespace) (increase(webhook_disabled_total{job=\"shipping-service\"}[1d]))",
                    "ShippingWebhookDisabled"),
            // ---- Stores
            new Check(
                    "redis-reached",
                    Unit.RATIO,
                    Threshold.warn(BELOW, 1),
                    "avg by (namespace) (ratelimit_shared{job=\"shipping-service\"})",
                    "ShippingRedisAway"),
            new Check(
                    "database-connection-wait", Unit.SECONDS, Threshold.warn(ABOVE, 0.1), """
                    sum by (namespace, pod, pool_type) (rate(sql_pool_queue_delay_seconds_sum{job="shipping-service"}[1d])) \
                    / sum by (namespace, pod, pool_type) (rate(sql_pool_queue_delay_seconds_count{job="shipping-service"}[1d]))""", "ShippingPoolExhausted"),
            new Check(
                    // Three instances of 40 connections and 10 in reserve: clients wait once those of an instance are
                    // busy
                    "pgbouncer-connections-busy", Unit.NUMBER, Threshold.of(ABOVE, 105, 135), """
                    max by (namespace) (sum by (namespace, pod) \
                    (pg_stat_activity_count{job="shipping-db",datname="shipping",state!="idle"}))""", "PgBouncer"),
            new Check(
                    "database-primary",
                    Unit.NUMBER,
                    Threshold.fail(EQUAL, 0),
                    "max by (namespace, scope) (patroni_primary{job=\"shipping-db\"})",
                    "ShippingNoPrimary"),
            new Check(
                    "synchronous-replica",
                    Unit.NUMBER,
                    Threshold.fail(EQUAL, 0),
                    "max by (namespace, scope) (patroni_sync_standby{job=\"shipping-db\"})",
                    "ShippingNoSynchronousReplica"),
            new Check(
                    "replicas-streaming",
                    Unit.NUMBER,
                    Threshold.of(BELOW, 2, 1),
                    "sum by (namespace, scope) (patroni_postgres_streaming{job=\"shipping-db\"})",
                    "Replication"),
            new Check(
                    "replication-lag",
                    Unit.SECONDS,
                    Threshold.of(ABOVE, 30, 5 * MINUTE),
                    "max by (namespace, pod) (min_over_time(pg_replication_lag_seconds{job=\"shipping-db\"}[5m]))",
                    "Replication"),
            new Check(
                    "database-replica-readable",
                    Unit.NUMBER,
                    Threshold.warn(EQUAL, 0),
                    "max by (namespace) (database_replica_available{job=\"shipping-service\"})",
                    "ShippingDatabaseReplicaUnreachable"),
            new Check(
                    "wal-archive-failures",
                    Unit.NUMBER,
                    Threshold.warn(ABOVE, 0),
                    "sum by (namespace, pod) (increase(pg_stat_archiver_failed_count{job=\"shipping-db\"}[15m]))",
                    "ShippingWalNotArchived"),
            new Check(
                    // A segment is archived after half an hour at the latest
                    "wal-archive-age",
                    Unit.SECONDS,
                    Threshold.of(ABOVE, HOUR, 4 * HOUR),
                    """
                    max by (namespace) (pg_stat_archiver_last_archive_age{job="shipping-db"} \
                    and on (namespace, pod) patroni_primary{job="shipping-db"} == 1)""",
                    "ShippingWalNotArchived"),
            new Check(
                    // A backup every six hours
                    "backup-age",
                    Unit.SECONDS,
                    Threshold.of(ABOVE, 8 * HOUR, DAY),
                    "min by (namespace) (shipping_backup_age_seconds{job=\"shipping-db\"})",
                    "Backup"),
            new Check(
                    "partitions-ahead",
                    Unit.NUMBER,
                    Threshold.of(BELOW, 2, 1),
                    "min by (namespace) (partitions_ahead{job=\"shipping-service\"})",
                    "Partitions"),
            new Check(
                    // Small tables would have a high ratio after each change
                    "dead-rows", Unit.RATIO, Threshold.of(ABOVE, 0.2, 0.5), """
                    max by (namespace, relname) (pg_stat_user_tables_n_dead_tup{job="shipping-db",datname="shipping"} / clamp_min(\
                    pg_stat_user_tables_n_live_tup{job="shipping-db",datname="shipping"} \
                    + pg_stat_user_tables_n_dead_tup{job="shipping-db",datname="shipping"}, 10000))""", "Dead rows"));

    /** Of the servers in the settings, not in Prometheus. */
    static final Check CERTIFICATES =
            new Check("certificate-expires", Unit.SECONDS, Threshold.of(BELOW, 21 * DAY, 7 * DAY), "", "Certificates");

    private Checks() {}

    static Stream<Check> all() {
        return Stream.concat(IN_PROMETHEUS.stream(), Stream.of(CERTIFICATES));
    }

    private static String calls(String window) {
        return "sum by (namespace, carrier) (rate(carrier_call_seconds_count{job=\"shipping-service\"}[" + window
                + "]))";
    }
}
