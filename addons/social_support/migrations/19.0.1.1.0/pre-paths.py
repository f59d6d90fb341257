def migrate(cr, version):
    """Free the address of the measures given, which the list of measures had."""
    cr.execute(
        "UPDATE ir_act_window SET path = 'support-measure-kinds' "
        "WHERE path = 'support-measures'"
    )
