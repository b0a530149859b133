package com.vantage.shipping.shipment;

/** The service's own SQL, for drills in other packages to measure. */
public final class Statements {
    public static final String OPEN = ShipmentRepository.INSERT;
    public static final String CHANGE = ShipmentRepository.CHANGE;
    public static final String ADD_LABEL = ShipmentRepository.INSERT_LABEL;
    public static final String ADD_DETAILS = ShipmentDetails.ADD;
    public static final String ADD_EVENT = ShipmentEvents.ADD;
    public static final String CLAIM_KEY = IdempotencyKeys.CLAIM;
    public static final String ANSWER_KEY = IdempotencyKeys.ANSWER;

    public static final String BY_ID = ShipmentRepository.BY_ID;
    public static final String LABELS = ShipmentRepository.LABELS;
    public static final String LIST = ShipmentSearch.OF_CLIENT;
    public static final String LIST_OF_BOTH = ShipmentSearch.OF_BOTH;
    public static final String LIST_OF_ORDER = ShipmentSearch.OF_ORDER;
    public static final String LIST_OF_CUSTOMER = ShipmentSearch.OF_CUSTOMER;
    public static final String DETAILS = ShipmentDetails.OF_SHIPMENTS;
    public static final String EVENTS = ShipmentEvents.READ;
    public static final String FIND_KEY = IdempotencyKeys.FIND;
    public static final String FORGET_KEYS = IdempotencyKeys.FORGET;
    public static final String TAKE_DUE = ShipmentRepository.TAKE_DUE;
    public static final String UNSETTLED = ShipmentRepository.UNSETTLED;

    private Statements() {}
}
