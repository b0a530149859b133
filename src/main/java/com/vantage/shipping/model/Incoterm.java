package com.vantage.shipping.model;

/** Who pays import duties and taxes. */
public enum Incoterm {
    /** Delivered at place: the recipient pays. */
    DAP,
    /** Delivered duty paid: the sender pays. */
    DDP
}
