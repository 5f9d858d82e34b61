"""A small directory as HSDS packages: of 3.x, and of 1.1 with ids that are numbers."""

from collections.abc import Mapping

ORG, SERVICE, PLACE, SITE = (f"0b6c5d0e-3a4b-5c6d-8e7f-00000000000{number}" for number in (1, 2, 3, 4))
TERM, TAXONOMY = (f"0b6c5d0e-3a4b-5c6d-8e7f-00000000001{number}" for number in (1, 2))
THREE: Mapping[str, str] = {
    "organizations.csv": f"id,name,description,website\n{ORG},House,A house,https://example.org/\n",
    "services.csv": f"id,organization_id,name,status,minimum_age\n{SERVICE},{ORG},'=Tea,active,18\n",
    "locations.csv": "id,organization_id,location_type,name,latitude,longitude\n"
    f"{PLACE},{ORG},physical,Hall,51.2,'-4.4\n",
    "service_at_locations.csv": f"id,service_id,location_id\n{SITE},{SERVICE},{PLACE}\n",
    "addresses.csv": f"id,location_id,address_1,city,state_province,country\n{TERM},{PLACE},Street 1,Town,VL,BE\n",
    "phones.csv": f"id,service_id,organization_id,number\n{TERM},{SERVICE},,'+32 3\n{TAXONOMY},,{ORG},03 2\n",
    "schedules.csv": f"id,service_at_location_id,freq,byday,opens_at,closes_at\n{TERM},{SITE},WEEKLY,MO,09:00,12:00\n",
    "languages.csv": f"id,service_id,code,note\n{TERM},{SERVICE},ar,\n",
    "taxonomies.csv": f"id,name,uri\n{TAXONOMY},access-mode,https://baken.example/codes/access-mode\n",
    "taxonomy_terms.csv": f"id,code,name,description,taxonomy_id\n{TERM},walk-in,Walk in,x,{TAXONOMY}\n",
    "attributes.csv": f"id,link_id,link_entity,taxonomy_term_id\n{TERM},{SERVICE},service,{TERM}\n",
}
ONE: Mapping[str, str] = {
    "organizations.csv": "id,name,description,url\n7,House,A house,https://example.org/\n",
    "services.csv": "id,organization_id,name,status\n8,7,Tea,Active\n",
    "locations.csv": "id,organization_id,name,latitude,longitude\n9,7,Hall,51.2,4.4\n",
    "services_at_location.csv": "id,service_id,location_id\n,8,9\n",
    "physical_addresses.csv": "id,location_id,address_1,city,state_province,country\n1,9,Street 1,Town,VL,BE\n",
    "regular_schedules.csv": "id,service_id,location_id,weekday,opens_at,closes_at\n"
    "1,8,9,1,09:00:00,17:00:00\n2,8,,Sunday,10:00,12:00\n",
    "holiday_schedules.csv": "id,service_id,closed,opens_at,closes_at,start_date,end_date\n"
    "1,8,true,,,2019-12-24,2019-12-26\n",
    "languages.csv": "id,service_id,language\n1,8,Tigrinya\n2,8,Klingonese\n",
    "eligibility.csv": "id,service_id,eligibility\n1,8,adults\n2,8,everybody\n",
    "taxonomy.csv": "id,name,vocabulary\n55,Tea rooms,AIRS\n",
    "services_taxonomy.csv": "id,service_id,taxonomy_id,taxonomy_detail\n1,8,55,warm\n",
    "payments_accepted.csv": "id,service_id,payment\n1,8,cash\n",
}
