"""Governance of territories."""

from django.urls import URLPattern, path

from tandem.workspace.views.territories import agreements, candidacies, posts, territories

patterns: list[URLPattern] = [
    path("espace/territoires/", territories.index, name="territories"),
    path("espace/territoires/postes/<int:pk>/recrutement/", posts.recruit, name="post_recruit"),
    path("espace/territoires/postes/<int:pk>/pourvoir/", posts.hold, name="post_hold"),
    path("espace/territoires/postes/<int:pk>/clore/", posts.close, name="post_close"),
    path("espace/territoires/postes/<int:pk>/comptes-rendus/nouveau/", posts.new_report, name="report_new"),
    path("espace/territoires/occupations/<int:pk>/depart/", posts.leave, name="post_leave"),
    path("espace/territoires/comptes-rendus/<int:pk>/", posts.report, name="report"),
    path("espace/territoires/comptes-rendus/<int:pk>/corriger/", posts.edit_report, name="report_edit"),
    path("espace/territoires/comptes-rendus/<int:pk>/deposer/", posts.submit_report, name="report_submit"),
    path("espace/territoires/comptes-rendus/<int:pk>/accepter/", posts.accept_report, name="report_accept"),
    path("espace/territoires/comptes-rendus/<int:pk>/rendre/", posts.return_report, name="report_return"),
    path("espace/territoires/actes/<int:pk>/", agreements.page, name="agreement"),
    path("espace/territoires/actes/<int:pk>/acte.pdf", agreements.as_file, {"form": "pdf"}, name="agreement_pdf"),
    path("espace/territoires/actes/<int:pk>/acte.docx", agreements.as_file, {"form": "docx"}, name="agreement_docx"),
    path("espace/territoires/actes/<int:pk>/texte/", agreements.edit, name="agreement_edit"),
    path("espace/territoires/actes/<int:pk>/parties/nouvelle/", agreements.new_party, name="party_new"),
    path("espace/territoires/actes/<int:pk>/arreter/", agreements.ready, name="agreement_ready"),
    path("espace/territoires/actes/<int:pk>/rouvrir/", agreements.reopen, name="agreement_reopen"),
    path("espace/territoires/actes/<int:pk>/signer/", agreements.sign, name="agreement_sign"),
    path("espace/territoires/parties/<int:pk>/", agreements.edit_party, name="party_edit"),
    path("espace/territoires/parties/<int:pk>/retirer/", agreements.remove_party, name="party_remove"),
    path("espace/territoires/exemplaires/<int:pk>/", agreements.copy, name="copy"),
    path("espace/territoires/candidatures/", candidacies.index, name="candidacies"),
    path("espace/territoires/candidatures/nouvelle/", candidacies.new, name="candidacy_new"),
    path("espace/territoires/candidatures/<int:pk>/", candidacies.page, name="candidacy"),
    path("espace/territoires/candidatures/<int:pk>/retirer/", candidacies.withdraw, name="candidacy_withdraw"),
    # A territory's code is none of the words above.
    path("espace/territoires/<slug:code>/", territories.territory, name="territory"),
    path("espace/territoires/<slug:code>/postes/nouveau/", posts.new, name="post_new"),
    path("espace/territoires/<slug:code>/actes/nouveau/", agreements.new, name="agreement_new"),
    path("espace/territoires/<slug:code>/exemplaires/", agreements.attach, name="copy_attach"),
]
