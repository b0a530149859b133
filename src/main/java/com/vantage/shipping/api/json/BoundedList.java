package com.vantage.shipping.api.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bounds the lists of requests. */
public final class BoundedList {
    private BoundedList() {}

    /**
     * Cuts a list to one entry more than allowed, enough for validation to reject it. Otherwise each of its entries would be
     * validated, of which a body may have tens of thousands.
     */
    public static <T extends @Nullable Object> @Nullable List<T> truncate(@Nullable List<T> list, int maxSize) {
        return list == null || list.size() <= maxSize ? list : list.subList(0, maxSize + 1);
    }
}
