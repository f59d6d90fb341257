{
    "name": "Interagency Interaction in Social Services",
    "summary": "Regulations, interagency requests with counted terms, evidence",
    "version": "19.0.1.0.0",
    "category": "Services/Social Services",
    "author": "Social Interagency Team",
    "license": "LGPL-3",
    "depends": ["attachment_indexation", "mail", "portal"],
    "external_dependencies": {"python": ["holidays", "python-stdnum"]},
    "data": [
        "security/social_interagency_groups.xml",
        "security/ir.model.access.csv",
        "security/social_interagency_rules.xml",
        "data/ir_sequence_data.xml",
        "views/social_interagency_participant_views.xml",
        "views/social_interagency_menus.xml",
    ],
    "application": True,
}
