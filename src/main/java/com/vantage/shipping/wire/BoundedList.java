package com.vantage.shipping.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lists of a request. */
public final class BoundedList {
    private BoundedList() {}

    /**
     * No more of a list than shows that it is too long. Its entries are not looked at one by one then: tens of thousands of
     * wrong ones fit into a body, and to name them all would keep everybody else waiting.
     */
    public static <T extends @Nullable Object> @Nullable List<T> cut(@Nullable List<T> list, int most) {
        return list == null || list.size() <= most ? list : list.subList(0, most + 1);
    }
}
