-- Size and free space of each table (with its TOAST table) and of its B-tree indexes, whose default fill factor is 90 %.
SELECT t.oid::regclass AS "table",
       pg_table_size(t.oid) AS size,
       (heap.approx_free_space + heap.dead_tuple_len
           + coalesce(beside.approx_free_space + beside.dead_tuple_len, 0))::bigint AS empty,
       pg_indexes_size(t.oid) AS index_size,
       coalesce(index.empty, 0)::bigint AS index_empty
FROM pg_class t
CROSS JOIN LATERAL pgstattuple_approx(t.oid) heap
LEFT JOIN LATERAL (SELECT (pgstattuple_approx(t.reltoastrelid)).* WHERE t.reltoastrelid <> 0) beside ON true
CROSS JOIN LATERAL (
    SELECT sum(pg_relation_size(i.indexrelid) * greatest(0, 1 - tree.avg_leaf_density / 90)) AS empty
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam AND am.amname = 'btree'
    CROSS JOIN LATERAL pgstatindex(i.indexrelid) tree
    WHERE i.indrelid = t.oid AND tree.leaf_pages > 0
) index
WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
    AND pg_total_relation_size(t.oid) >= :from_mib * 1024::bigint * 1024
ORDER BY pg_total_relation_size(t.oid) DESC;
