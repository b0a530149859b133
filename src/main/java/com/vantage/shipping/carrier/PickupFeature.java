package com.vantage.shipping.carrier;

/** What only some carriers can tell about pickups. */
public enum PickupFeature {
    /** Says beforehand whether it picks up at an address at a time. */
    CHECK,
    /** Lists scheduled pickups, so that one is found again after a lost answer. */
    FIND
}
