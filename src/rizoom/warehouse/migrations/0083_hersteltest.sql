-- What came of putting the newest backup back, each time that was tried (config/productie/hersteltest.sh).
create table bedrijf.hersteltest (
    hersteltest_id bigint generated always as identity primary key,
    tijd timestamptz not null default now(),
    -- name of the base backup; empty when there was none
    backup text not null,
    gelukt boolean not null,
    -- the step that failed, or klaar
    stap text not null,
    seconden integer not null,
    -- events of deliveries that came back, and how far the last one lay behind the living server
    gebeurtenissen bigint,
    achterstand_seconden double precision
);
select beheer.rechten();
