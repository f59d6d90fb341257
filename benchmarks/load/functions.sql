CREATE SCHEMA load;
-- The rows that are copied, each with its place among those of its table.
CREATE TABLE load.pattern (
    table_name text, id int, rank int NOT NULL, is_open boolean NOT NULL,
    PRIMARY KEY (table_name, id)
);
-- The copies: their weeks, and whether they hold papers of these days.
CREATE TABLE load.copy (
    k int PRIMARY KEY, moved interval NOT NULL, is_current boolean NOT NULL,
    place int NOT NULL, is_done boolean NOT NULL DEFAULT FALSE
);
-- Participants of the same kind.
CREATE TABLE load.peer (id int PRIMARY KEY, peers int[] NOT NULL);
-- Officers who share the work of one of the demonstration region.
CREATE TABLE load.officer (id int PRIMARY KEY, officers int[] NOT NULL);
CREATE TABLE load.surname (prefixes text[]);

CREATE FUNCTION load.peer(old int, k int) RETURNS int STABLE LANGUAGE sql AS $$
    SELECT coalesce(
        (SELECT peers[1 + k % cardinality(peers)] FROM load.peer WHERE id = old), old)
$$;
CREATE FUNCTION load.officer(old int, k int) RETURNS int STABLE LANGUAGE sql AS $$
    SELECT coalesce(
        (SELECT officers[1 + k % cardinality(officers)]
           FROM load.officer WHERE id = old), old)
$$;
CREATE FUNCTION load.prefix(k int) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT prefixes[1 + k % cardinality(prefixes)] FROM load.surname
$$;
CREATE FUNCTION load.snils(number int) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT to_char(base, 'FM000-000-000') || to_char(total % 101 % 100, 'FM 00')
      FROM (SELECT 100000000 + number AS base,
                   (SELECT sum(substr((100000000 + number)::text, place, 1)::int
                               * (10 - place))
                      FROM generate_series(1, 9) AS place) AS total) AS summed
$$;
