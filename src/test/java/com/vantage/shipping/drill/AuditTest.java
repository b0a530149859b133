package com.vantage.shipping.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.drill.Answer.Bought;
import com.vantage.shipping.drill.Records.Sold;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that the audit finds each kind of violation. */
class AuditTest {
    private static final Records.Row ROW = row("VNT-1", "ORD-1", "created", 1, "1Z1");
    private static final Records.Key KEY = new Records.Key("ORD-1", "VNT-1", 201);
    private static final Sold LABEL = new Sold("ups", "VNT-1", "1Z1", false);
    private static final Map<String, Bought> TOLD = Map.of("ORD-1", new Bought("VNT-1", "1Z1"));

    @Test
    void consistentBooksHaveNoViolations() {
        Audit audit = audit(List.of(ROW), List.of(KEY), List.of(LABEL));

        assertThat(audit.acknowledgedButNotStored()).isEmpty();
        assertThat(audit.acknowledgedButNotReplayed()).isEmpty();
        assertThat(audit.soldWithoutShipment()).isEmpty();
        assertThat(audit.soldTwice()).isEmpty();
        assertThat(audit.keysWithTwoLabels()).isEmpty();
        assertThat(audit.notSold()).isEmpty();
        assertThat(audit.unsettled()).isEmpty();
    }

    @Test
    void confirmedShipmentMustBeStoredWithLabel() {
        Records.Row withoutLabel = row("VNT-1", "ORD-1", "created", 0, "1Z1");
        Records.Row ofAnotherNumber = row("VNT-1", "ORD-1", "created", 1, "1Z2");
        Records.Row unknown = row("VNT-1", "ORD-1", "unknown", 0);

        assertThat(audit(List.of(), List.of(), List.of()).acknowledgedButNotStored())
                .hasSize(1);
        assertThat(audit(List.of(withoutLabel), List.of(), List.of()).acknowledgedButNotStored())
                .hasSize(1);
        assertThat(audit(List.of(ofAnotherNumber), List.of(), List.of()).acknowledgedButNotStored())
                .hasSize(1);
        assertThat(audit(List.of(unknown), List.of(), List.of()).acknowledgedButNotStored())
                .hasSize(1);
    }

    @Test
    void confirmedResponseMustBeStoredWithKey() {
        Records.Key unanswered = new Records.Key("ORD-1", "VNT-1", 0);
        Records.Key ofAnother = new Records.Key("ORD-1", "VNT-2", 201);

        assertThat(audit(List.of(), List.of(), List.of()).acknowledgedButNotReplayed())
                .containsExactly("ORD-1");
        assertThat(audit(List.of(), List.of(unanswered), List.of()).acknowledgedButNotReplayed())
                .containsExactly("ORD-1");
        assertThat(audit(List.of(), List.of(ofAnother), List.of()).acknowledgedButNotReplayed())
                .containsExactly("ORD-1");
    }

    @Test
    void labelWithoutShipmentIsFound() {
        Records.Row unknown = row("VNT-1", "ORD-1", "unknown", 0);
        Records.Row atAnotherCarrier = new Records.Row("VNT-1", "ORD-1", "created", "fedex", List.of("1Z1"), 1, 1);

        assertThat(audit(List.of(), List.of(), List.of(LABEL)).soldWithoutShipment())
                .containsExactly("ups 1Z1 for VNT-1, which is not");
        assertThat(audit(List.of(unknown), List.of(), List.of(LABEL)).soldWithoutShipment())
                .containsExactly("ups 1Z1 for VNT-1, unknown");
        assertThat(audit(List.of(atAnotherCarrier), List.of(), List.of(LABEL)).soldWithoutShipment())
                .hasSize(1);
    }

    @Test
    void cancelledLabelNeedsNoShipment() {
        assertThat(audit(List.of(), List.of(), List.of(cancelled(LABEL))).soldWithoutShipment())
                .isEmpty();
    }

    @Test
    void labelOfTwoShipmentsIsFound() {
        Records.Row other = row("VNT-2", "ORD-2", "created", 1, "1Z1");

        assertThat(audit(List.of(ROW, other), List.of(), List.of(LABEL)).soldTwice())
                .containsExactly("ups 1Z1");
    }

    @Test
    void secondActiveLabelOfKeyIsFound() {
        Records.Row again = row("VNT-2", "ORD-1", "unknown", 0);
        Sold second = new Sold("ups", "VNT-2", "1Z2", false);

        assertThat(audit(List.of(ROW, again), List.of(), List.of(LABEL, second)).keysWithTwoLabels())
                .containsExactly("ORD-1 has 2");
        assertThat(audit(List.of(ROW, again), List.of(), List.of(LABEL, cancelled(second)))
                        .keysWithTwoLabels())
                .isEmpty();
    }

    @Test
    void secondLabelOfReferenceIsFound() {
        Sold second = new Sold("ups", "VNT-1", "1Z2", false);

        assertThat(audit(List.of(ROW), List.of(), List.of(LABEL, second)).keysWithTwoLabels())
                .containsExactly("ORD-1 has 2");
    }

    @Test
    void shipmentWithoutActiveSaleIsFound() {
        assertThat(audit(List.of(ROW), List.of(), List.of()).notSold()).containsExactly("VNT-1");
        assertThat(audit(List.of(ROW), List.of(), List.of(cancelled(LABEL))).notSold())
                .containsExactly("VNT-1");
    }

    @Test
    void unsettledShipmentIsFound() {
        Records.Row unknown = row("VNT-1", "ORD-1", "unknown", 0);
        Records.Row purchasing = row("VNT-2", "ORD-2", "purchasing", 0);

        assertThat(audit(List.of(ROW, unknown, purchasing), List.of(), List.of())
                        .unsettled())
                .containsExactly("VNT-1 is unknown", "VNT-2 is purchasing");
    }

    private static Audit audit(List<Records.Row> rows, List<Records.Key> keys, List<Sold> sold) {
        return new Audit(new Records(rows, keys, sold), TOLD);
    }

    private static Records.Row row(String id, String order, String state, int labels, String... trackingNumbers) {
        return new Records.Row(id, order, state, "ups", List.of(trackingNumbers), 1, labels);
    }

    private static Sold cancelled(Sold label) {
        return new Sold(label.carrier(), label.reference(), label.trackingNumber(), true);
    }
}
