"""Rows in the shape of an official file, small and invented."""

HEADER = "insee_com;code_ape;annee;nb_etablissements;effectifs_salaries"
ROWS = (
    "76540;1071C;2021;12;34",
    "76540;1071C;2022;13;35",
    "76540;2511Z;2022;4;210",
    "76005;4399A;2022;2;7",
    "76005;43.99C;2022;5;9",
)
URSSAF = "\n".join((HEADER, *ROWS)) + "\n"


def urssaf(*rows: str) -> str:
    """A long Urssaf file with a few more rows than those that are right."""
    return "\n".join((HEADER, *ROWS, *rows)) + "\n"


CUBE_38 = "GEO;GEO_OBJECT;ACTIVITY;NUMBER_EMPL;LEGAL_FORM_WITH_PUBLIC;FLORES_MEASURE;OBS_STATUS;TIME_PERIOD;OBS_VALUE"
CUBE_88 = "GEO;GEO_OBJECT;ACTIVITY;LEGAL_FORM_WITH_PUBLIC;FLORES_MEASURE;OBS_STATUS;TIME_PERIOD;OBS_VALUE"
INCOME = "GEO;GEO_OBJECT;FILOSOFI_MEASURE;UNIT_MEASURE;UNIT_MULT;CONF_STATUS;OBS_STATUS;TIME_PERIOD;OBS_VALUE"
SITES = (
    "site_id;site_nom;site_type;site_statut;activite_libelle;activite_fin_annee;comm_insee;bati_nombre;proprio_personne;"
    "proprio_nom;unite_fonciere_surface;urba_zone_lib;site_actu_date;geompoint"
)
PLANTS = (
    "Identifiant,Nom_Etablissement,Numero_SIRET,Adresse,Code_Postal,Commune,Departement,Region,Coordonnees_X,"
    "Coordonnees_Y,Code_APE,Libelle_APE,code_eprtr,libelle_eprtr"
)
PLANTS_LATER = (
    "identifiant;nom_etablissement;numero_siret;adresse;code_postal;commune;departement;region;coordonnees_x;"
    "coordonnees_y;code_epsg;code_ape;libelle_ape;code_eprtr;libelle_eprtr"
)
NEEDS_2019 = (
    "annee;code métier BMO ;nom_metier BMO;Famille_metier;Libellé de famille de métier;REG;NOM_REG;Dept;NomDept;BE19;"
    "NOMBE19;met;xmet;smet"
)
NEEDS_2025 = (
    "annee;Code métier BMO;Nom métier BMO;Famille_met;Lbl_fam_met;REG;NOM_REG;Dept;NomDept;BE25;NOMBE25;met;xmet;smet"
)
CENSUS = (
    "CODGEO;P22_EMPLT;P22_EMPLT_SAL;C22_EMPLT;C22_EMPLT_INDUS;P22_ACT1564;P16_EMPLT;C16_EMPLT;C16_EMPLT_INDUS;P11_EMPLT"
)
COMPARATOR = "CODGEO;LIBGEO;P22_POP;P16_POP;P22_EMPLT;P16_EMPLT;ETTOT23;ETBE23;ETTEF123;ETTEFP1023;MED21;TP6021"

SAMPLES: dict[tuple[str, str], str] = {
    ("urssaf", "urssaf.csv"): URSSAF,
    ("urssaf-communes", "communes.csv"): "insee_com,salaries_2023,salaries_2024\n76540,100,110\n76005,,5\n",
    ("urssaf-zones", "zones.csv"): "ze2020,a38,a21,a5,lib,salaries_2023,salaries_2024\n0051,BZ,B,BE,Extraction,8,9\n",
    ("flores", "DS_FLORES_A38_2024_data.csv"): "\n".join(
        (
            CUBE_38,
            "76540;COM;CA;_T;1T9X7;UNIT_LOC;A;2024;3",
            "76540;COM;CA;_T;1T9X7;EMPL3112;A;2024;120",
            "76540;COM;CA;E1T4;1T9X7;UNIT_LOC;A;2024;1",
            "76540;COM;GZ;_T;1T9X7;EMPL3112;K;2024;",
            "76540;COM;DZ;_T;1T9X7;EMPL3112;W;2024;45",
            "76540;COM;_T;_T;1T9X7;EMPL3112;A;2024;165",
            "0051;ZE2020;CA;_T;1T9X7;EMPL3112;A;2024;804",
            "76;DEP;CA;_T;1T9X7;EMPL3112;A;2024;9000",
            "76540;BV2022;CA;_T;1T9X7;EMPL3112;A;2024;130",
            "76540;COM;CA;_T;2AAAA;EMPL3112;A;2024;20",
        )
    )
    + "\n",
    ("recensement-emploi", "base-cc-emploi-pop-active-2022.csv"): (
        CENSUS + "\n76540;81234.5;70000;81230.1;5000.25;50000;80000;79990;5500;79000\n76005;900;800;910;100;1500;;;;\n"
    ),
    ("comparateur", "base_cc_comparateur.csv"): COMPARATOR
    + "\n76540;Rouen;114083;111360;81234;80000;9000;300;2000;900;20450;23\n",
    ("bmo", "Base_open_data_BMO_2025.csv"): "\n".join(
        (
            NEEDS_2025,
            "2025;M1X80;Techniciens;A;Administration;01;Guadeloupe;971;Guadeloupe;101;BASSE-TERRE;227;80;128",
            "2025;M2X93;Experts;C;Encadrement;84;Auvergne-Rhone-Alpes;69;Rhône;8201;LYON;526;371;*",
            "2025;B2X40;Soudeurs;I;Industrie;84;Auvergne-Rhone-Alpes;1;Ain;8202;OYONNAX;*;*;*",
        )
    )
    + "\n",
    ("cartofriches", "friches_2024.csv"): "\n".join(
        (
            SITES,
            "3013_1;Ancienne laiterie;friche industrielle;friche sans projet;NA;NA;3013;1;personne physique;_X_;11268;"
            "NA;16/01/2024;POINT (3.21 46.2)",
            "76540_2;Filature;friche industrielle;friche potentielle;Coton|Laine;1989;76540;2;personne morale;VILLE;"
            "500.5;zone \u00c3\u00a0 vocation d\u00e2\u0080\u0099habitat;2019-06-23;POINT(49.44 1.09)",
        )
    )
    + "\n",
    ("irep-etablissements", "etablissements_2017.csv"): "\n".join(
        (
            PLANTS,
            "061.10406,REVAGA,51058711600037,,69390,MILLERY,RHONE,AUVERGNE,790678,2073093,3811Z,Collecte,,",
            "068.11539,CARRIERES,4608016900115,,31420,AURIGNAC,HAUTE-GARONNE,OCCITANIE,481659,1802490,0812Z,,,",
            ",SANS NUMERO,,,76000,ST-ETIENNE DU ROUVRAY CEDEX,76,NORMANDIE,,,141A,,,",
            "124.00155,FUSION,,,50000,COMMUNE QUI N EXISTE PAS,MANCHE,NORMANDIE,,,2751Z,,,",
        )
    )
    + "\n",
    ("irep-emissions", "emissions_2017.csv"): (
        "Identifiant,Nom_Etablissement,Annee_Emission,Milieu,Polluant,quantite,unite\n"
        '033.00469,"Solvay, tavaux",2017,Air,COVNM,45500,kg/an\n'
        '033.00469,"Solvay, tavaux",2017,Air,SOx,173000.5,kg/an\n'
    ),
    (
        "chomage",
        "chomage.csv",
    ): "ze2020,lib_ze,trimestre,taux_chomage_pct\n0051,Alençon,2024-T4,7.4\n51,Alençon,2025-T1,7.1\n",
    ("filosofi", "DS_FILOSOFI_CC_2023_data.csv"): "\n".join(
        (
            INCOME,
            "76540;COM;MED_SL;EUR_YR;0;F;A;2023;20450",
            "76540;COM;PR_MD60;PT;0;F;A;2023;23.1",
            "76005;COM;MED_SL;EUR_YR;0;C;A;2023;",
            "55039;COM;MED_SL;EUR_YR;0;F;O;2023;",
            "76;DEP;MED_SL;EUR_YR;0;F;A;2023;22000",
            "76540;COM;S_RET_PEN_DI;PT;0;F;A;2023;28",
        )
    )
    + "\n",
    ("cog", "v_commune_2023.csv"): (
        "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n"
        "COM,76540,28,76,76D,763,0,ROUEN,Rouen,Rouen,7699,\nCOMD,01015,,,,,1,ARBIGNIEU,Arbignieu,Arbignieu,,01015\n"
    ),
    ("cog-mouvements", "v_mvt_commune_2026.csv"): (
        "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,"
        "LIBELLE_AP\n32,2016-01-01,COM,01015,1,ARBIGNIEU,Arbignieu,Arbignieu,COM,01015,1,ARBOYS,Arboys,Arboys\n"
    ),
    ("territoires-industrie", "liste-ti-2024.csv"): (
        "id_ti;lib_ti;siren_groupement;lib_groupement;nature_juridique\n"
        "ti-8413;Plastics Vallée;200042935;Haut-Bugey;CA\n"
    ),
    ("zonages", "frr_2025.csv"): (
        "Code_insee;Departement;Commune;Classement FRR et FRR+ au 10 juillet 2025;\r\n"
        "1001;01;L'Abergement-Clémenciat;Non classée;\r\n76540;76;Rouen;FRR socle;\r\n"
    ),
    ("metiers-en-tension", "metiers_2024.csv"): (
        "Region,Famille Professionnelle,Code FAP\nFrance Entière,Agriculteurs salariés,A0Z40\n"
        "Provence-Alpes-Côte d'Azur,Techniciens,V3Z70\n"
    ),
    ("tensions", "tensions.csv"): (
        "annee,code_rome,libelle_rome,code_bassin_be19,libelle_bassin,offres_enregistrees,demandeurs_abc,"
        "indice_tension_1_5\n2020,A1101,Conduite,3201,ABBEVILLE,2,1,3\n"
    ),
}
"""Kind and name of the file → a small file of it."""

OTHER_FORMS: dict[tuple[str, str], str] = {
    ("urssaf", "urssaf_large.csv"): (
        "Code commune;Code APE;Nombre d'établissements 2021;Effectifs salariés 2021;Nombre d'établissements 2022;"
        "Effectifs salariés 2022\n76540;1071C;1;2;3;4\n76005;4399A;;;2;\n"
    ),
    ("flores", "TD_FLORES2017_NA17_TREF_NBETAB.csv"): (
        "CODGEO;LIBGEO;ET_TOT;ET_AZ;ET_C1;ET_C1_0\n76540;Rouen;100;2;7;3\n1004;Ambérieu;10;;1;0\n"
    ),
    ("flores", "DS_FLORES_A88_2024_data.csv"): f"{CUBE_88}\n76540;COM;22;1T9X7;UNIT_LOC;A;2024;3\n",
    ("chomage", "chomage-zone-t1-2003-t2-2003.csv"): (
        "ZE2020;LIBZE2020;REG;LIBREG;2003-T1;2003-T2\n0051;Alençon;28;Normandie;8,1;nd\n"
    ),
    ("filosofi", "cc_filosofi_2021_COM.csv"): (
        "CODGEO;NBMENFISC21;NBPERSMENFISC21;MED21;TP6021;D121;D921\n76540;50000;110000;20450;23;s;38000\n"
    ),
    ("zonages", "qpv_2024.csv"): 'code_qp;lib_qp;insee_com\nQN07601M;Grand-Mare;="76540"\nQN07602M;Rives;76540|76005\n',
    ("zonages", "programmes_2026.csv"): (
        "insee_com,label,acv,acv_signed_at,ort,ort_signed_at,pvd,pvd_signed_at\n01053,Bourg,True,2024-01-25,False,,,\n"
    ),
    ("bmo", "BMO_2019.csv"): NEEDS_2019 + "\n2019;M1Z80;Techniciens;A;Adm;28;Normandie;76;Seine;2301;ROUEN;12;*;0\n",
}
"""Other shapes in which some of them are published."""
