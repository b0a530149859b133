package com.vantage.shipping.model;

/** A carrier's service: code in the carrier's API, display name, and speed. */
public record Service(String code, String name, ServiceClass serviceClass) {}
