-- Approval of the VSV figures of a school year: the figures are definitief as long as the deliveries of that
-- school year are those that were approved (definities, section 4). A correction afterwards is a new version
-- with an approval of its own; nothing here is ever changed.
create table register.vsv_vaststelling (
    schooljaar text not null,
    regelversie text not null,
    -- vsv.vsv_stand.vingerafdruk at the moment of approval
    vingerafdruk text not null,
    vastgesteld_op timestamptz not null default now(),
    vastgesteld_door text not null,
    reden text not null default '',
    primary key (schooljaar, regelversie, vingerafdruk)
);

create trigger vsv_vaststelling_alleen_toevoegen before update or delete or truncate on register.vsv_vaststelling
for each statement execute function register.alleen_toevoegen();
